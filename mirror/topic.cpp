#include "mirror/topic.hpp"

#include "base/sha256.hpp"

namespace nightletter::mirror {

InfoHash topic_of(PublisherId const& publisher)
{
    Sha256Stream stream;
    stream.feed(as_bytes("nightletter rendezvous 1\n"));
    stream.feed(publisher.bytes());
    return *InfoHash::from(stream.finish().bytes());
}

}  // namespace nightletter::mirror
