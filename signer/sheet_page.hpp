// signer/sheet_page.hpp: the page that is printed of a sheet of keys.
//
// The lines of words, the QR code with its text, what the page is for. Its own words say what protects it. One HTML
// file without script; reading it back with sheet_text.hpp gives the same sheet.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "signer/people.hpp"

namespace nightletter::signer {

struct SheetFacts {
    std::string publisher_name;
    PublisherId publisher;
    std::vector<std::pair<KeyRole, trust::MinisignKey>> keys;  // public halves
    UtcDay made;
};

[[nodiscard]] std::string sheet_page(ByteView sheet, SheetFacts const& facts);

}  // namespace nightletter::signer
