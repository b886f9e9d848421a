// What is taken out of documents and what stays, on files made by hand; tests/cli/media_test.py does the same on real
// ones, beside exiftool and qpdf.
#include <gtest/gtest.h>
#include <zlib.h>

#include <fmt/format.h>

#include "media/octets_at.hpp"
#include "media/zip.hpp"
#include "tests/media/looked.hpp"

namespace nightletter::media {
namespace {

using test::clean_copy;
using test::kinds_of;
using test::text_of;

// Objects 1, 2, … and what the trailer says beside its size.
std::string pdf(std::vector<std::string> const& objects, std::string_view trailer = "/Root 1 0 R")
{
    std::string made = "%PDF-1.7\n";
    std::string table;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", made.size());
        made += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    auto const at = made.size();
    return made + fmt::format("xref\n0 {}\n0000000000 65535 f \n{}trailer\n<< /Size {} {} >>\nstartxref\n{}\n%%EOF\n",
                              objects.size() + 1, table, objects.size() + 1, trailer, at);
}

std::string const catalog = "<< /Type /Catalog /Pages 2 0 R >>";
std::string const pages = "<< /Type /Pages /Kids [] /Count 0 >>";

ZipEntry entry(std::string name, std::string_view contents)
{
    ZipEntry made;
    made.name = std::move(name);
    replace_contents(made, copy_of(as_bytes(contents)));
    return made;
}

std::string epub(std::vector<ZipEntry> entries)
{
    entries.insert(entries.begin(), entry("mimetype", "application/epub+zip"));
    return text_of(zip_bytes(entries));
}

std::string package(std::string_view metadata)
{
    return fmt::format("<package><metadata><dc:title>T</dc:title>{}</metadata></package>", metadata);
}

TEST(PdfTest, WithNothingButPagesIsClean)
{
    EXPECT_TRUE(kinds_of(Format::pdf, pdf({catalog, pages})).empty());
}

TEST(PdfTest, LosesItsDescription)
{
    auto const dirty = pdf({catalog, pages, "<< /Author (Mina) /Producer (A Program) /CreationDate (D:2022) >>"},
                           "/Root 1 0 R /Info 3 0 R");
    EXPECT_EQ(kinds_of(Format::pdf, dirty), (std::set{Kind::author, Kind::device, Kind::date, Kind::other}));
    auto const clean = clean_copy(Format::pdf, dirty);
    EXPECT_EQ(clean.find("Mina"), std::string::npos);
    EXPECT_TRUE(kinds_of(Format::pdf, clean).empty());
}

TEST(PdfTest, LosesWhatNoPageShows)
{
    auto const dirty = pdf({catalog, pages, "(a sentence that was taken out)"});
    EXPECT_EQ(kinds_of(Format::pdf, dirty), std::set{Kind::history});
    EXPECT_EQ(clean_copy(Format::pdf, dirty).find("sentence"), std::string::npos);
}

TEST(PdfTest, LosesWhoWroteARemarkAndKeepsTheRemark)
{
    auto const dirty =
        pdf({"<< /Type /Catalog /Pages 2 0 R /Note << /Subtype /Text /Rect [0 0 1 1] /T (Mina) /M (D:2022) "
             "/Contents (look here) >> >>",
             pages});
    EXPECT_EQ(kinds_of(Format::pdf, dirty), (std::set{Kind::author, Kind::date}));
    auto const clean = clean_copy(Format::pdf, dirty);
    EXPECT_EQ(clean.find("Mina"), std::string::npos);
    EXPECT_NE(clean.find("(look here)"), std::string::npos);
}

TEST(PdfTest, KeepsStreamsByteForByte)
{
    auto const dirty = pdf({"<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R /Content 4 0 R >>", pages,
                            "<< /Type /Metadata /Length 17 >>\nstream\n<a xmp:Author=1/>\nendstream",
                            "<< /Length 11 >>\nstream\n\x01 endobj \xff\xfe\nendstream"});
    auto const clean = clean_copy(Format::pdf, dirty);
    EXPECT_NE(clean.find("stream\n\x01 endobj \xff\xfe\nendstream"), std::string::npos);
    EXPECT_EQ(clean.find("xmp:"), std::string::npos);
}

TEST(PdfTest, ThatIsEncryptedIsNotRead)
{
    EXPECT_EQ(examine(Format::pdf, as_bytes(pdf({catalog, pages}, "/Root 1 0 R /Encrypt 2 0 R"))).error(),
              Unreadable::unsupported);
}

TEST(PdfTest, ThatNestsWithoutEndIsNotRead)
{
    EXPECT_FALSE(examine(Format::pdf, as_bytes(pdf({"<< /A " + std::string(100'000, '[') + " >>", pages}))));
}

TEST(PdfTest, WhoseLengthRefersToItselfIsNotRead)
{
    EXPECT_FALSE(examine(Format::pdf, as_bytes(pdf({"<< /Length 1 0 R >>\nstream\n\nendstream", pages}))));
}

TEST(PdfTest, WhoseTableNamesItselfAsTheVersionBeforeIsReadOnce)
{
    auto const plain = pdf({catalog, pages});
    auto const at = plain.substr(plain.find("startxref\n") + 10, 3);
    EXPECT_TRUE(kinds_of(Format::pdf, pdf({catalog, pages}, "/Root 1 0 R /Prev " + at)).empty());
}

TEST(EpubTest, WithNothingButPagesIsClean)
{
    EXPECT_TRUE(kinds_of(Format::epub, epub({entry("a.opf", package("")), entry("p.xhtml", "<p>words</p>")})).empty());
}

TEST(EpubTest, LosesWhoMadeItAndKeepsItsTitle)
{
    auto const dirty = epub({entry("a.opf", package("<dc:creator>Mina</dc:creator><!-- x --><meta name='generator' "
                                                    "content='y'/><dc:date>2022</dc:date><meta name=\"cover\"/>"))});
    EXPECT_EQ(kinds_of(Format::epub, dirty), (std::set{Kind::author, Kind::device, Kind::date, Kind::other}));
    EXPECT_EQ(clean_copy(Format::epub, dirty), epub({entry("a.opf", package("<meta name=\"cover\"/>"))}));
}

TEST(EpubTest, LosesTheTimesOfItsPacking)
{
    auto dirty = epub({entry("p.xhtml", "<p>words</p>")});
    dirty[10] = 'x';
    EXPECT_EQ(kinds_of(Format::epub, dirty), std::set{Kind::date});
    EXPECT_EQ(clean_copy(Format::epub, dirty), epub({entry("p.xhtml", "<p>words</p>")}));
}

TEST(EpubTest, LosesFilesOfOtherPrograms)
{
    auto const dirty = epub({entry("META-INF/calibre_bookmarks.txt", "x"), entry("__MACOSX/a", "x")});
    EXPECT_EQ(clean_copy(Format::epub, dirty), epub({}));
}

TEST(EpubTest, ThatUnpacksWithoutEndIsNotRead)
{
    std::string const zeros(std::size_t{80} << 20U, '\0');
    Bytes packed(::compressBound(zeros.size()));
    auto size = static_cast<uLongf>(packed.size());
    ASSERT_EQ(::compress2(packed.data(), &size, as_bytes(zeros).data(), zeros.size(), 9), Z_OK);
    auto bomb = entry("p.xhtml", "");
    bomb.own = Bytes(packed.begin() + 2, packed.begin() + static_cast<std::ptrdiff_t>(size) - 4);
    bomb.method = 8;
    EXPECT_EQ(examine(Format::epub, as_bytes(epub({bomb}))).error(), Unreadable::too_much);
}

TEST(EpubTest, WhoseListNamesOneFileManyTimesIsNotRead)
{
    auto const one = epub({entry("a.css", std::string(10'000, 'x'))});
    auto const list = one.find("PK\x01\x02");
    auto const end = one.find("PK\x05\x06");
    std::string many = one.substr(0, list);
    for (int i = 0; i < 2; ++i) many += one.substr(list, end - list);
    many += one.substr(end);
    many[many.size() - 12] = 4;
    many[many.size() - 14] = 4;
    EXPECT_EQ(examine(Format::epub, as_bytes(many)).error(), Unreadable::malformed);
}

}  // namespace
}  // namespace nightletter::media
