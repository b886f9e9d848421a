// bundles/bencode_writer.hpp: puts together the bencode that a torrent is made of.
//
// It writes what it is told in the order it is told; keys in bytewise order are the caller's duty.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter::bundles {

class BencodeWriter {
public:
    void begin_dictionary() { out_.push_back('d'); }
    void end() { out_.push_back('e'); }
    void string(ByteView bytes)
    {
        digits(bytes.size());
        out_.push_back(':');
        out_.insert(out_.end(), bytes.begin(), bytes.end());
    }
    void string(std::string_view text) { string(as_bytes(text)); }
    void integer(std::uint64_t number)
    {
        out_.push_back('i');
        digits(number);
        out_.push_back('e');
    }
    // Something that is bencode already.
    void raw(ByteView bencode) { out_.insert(out_.end(), bencode.begin(), bencode.end()); }

    [[nodiscard]] std::size_t size() const { return out_.size(); }
    [[nodiscard]] Bytes take() { return std::move(out_); }

private:
    void digits(std::uint64_t number)
    {
        auto const text = std::to_string(number);
        out_.insert(out_.end(), text.begin(), text.end());
    }

    Bytes out_;
};

}  // namespace nightletter::bundles
