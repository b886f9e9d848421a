#include "pages/words.hpp"

namespace nightletter::pages {
namespace {

constexpr Words english{
    .language = "en",
    .standing = {.not_signed = "Preview. Nobody has signed this yet.",
                 .verified = "VERIFIED, a publisher you follow",
                 .unfollowed_publisher = "Signed by a publisher you do not follow",
                 .not_verified = "NOT VERIFIED. Do not quote this.",
                 .not_checked = "Not checked on this computer"},
    .part = {.skip = "Skip to the interview",
             .languages = "Languages",
             .about = "About this interview",
             .introduction = "Introduction",
             .turn = "Passage",
             .note = "Note",
             .closing_note = "Closing note",
             .content_warning = "Before you read"},
    .fact = {.publisher = "Publisher",
             .bundle = "Bundle",
             .date = "Date",
             .speakers = "Who speaks",
             .pseudonym = "not the real name",
             .rights = "Rights",
             .source = "Also found at",
             .replaces = "Corrects",
             .consent = "Consent",
             .consent_given = "given",
             .details_withheld = "details withheld at a speaker's wish",
             .not_before = "not to be published before"},
    .role = {.interviewer = "interviewer",
             .interviewee = "interviewee",
             .moderator = "moderator",
             .narrator = "narrator",
             .translator = "translator",
             .editor = "editor"},
    .check_yourself = "A page can lie. Compare the publisher's id with one you were given by another way, and run:"};

constexpr Words persian{
    .language = "fa",
    .standing = {.not_signed = "پیش‌نمایش. هنوز هیچ‌کس این را امضا نکرده است.",
                 .verified = "تأیید شد؛ ناشری که دنبال می‌کنید",
                 .unfollowed_publisher = "امضای ناشری که دنبال نمی‌کنید",
                 .not_verified = "تأیید نشد. از این نقل نکنید.",
                 .not_checked = "در این رایانه بررسی نشده است"},
    .part = {.skip = "رفتن به گفت‌وگو",
             .languages = "زبان‌ها",
             .about = "دربارهٔ این گفت‌وگو",
             .introduction = "پیش‌گفتار",
             .turn = "بند",
             .note = "یادداشت",
             .closing_note = "یادداشت پایانی",
             .content_warning = "پیش از خواندن"},
    .fact = {.publisher = "ناشر",
             .bundle = "بسته",
             .date = "تاریخ",
             .speakers = "گویندگان",
             .pseudonym = "نام واقعی نیست",
             .rights = "حقوق",
             .source = "جای دیگر",
             .replaces = "تصحیح",
             .consent = "رضایت",
             .consent_given = "داده شده",
             .details_withheld = "به خواست گوینده برخی جزئیات نیامده است",
             .not_before = "انتشار نه پیش از"},
    .role = {.interviewer = "پرسشگر",
             .interviewee = "پاسخ‌دهنده",
             .moderator = "گرداننده",
             .narrator = "راوی",
             .translator = "مترجم",
             .editor = "ویراستار"},
    // Right-to-left text is broken anew at each run.
    // clang-format off
    .check_yourself =
        "صفحه می‌تواند دروغ بگوید. شناسهٔ ناشر را با شناسه‌ای که از راه دیگری به شما رسیده بسنجید و این را اجرا کنید:",
    // clang-format on
};

constexpr Words burmese{
    .language = "my",
    .standing = {.not_signed = "အစမ်းကြည့်ခြင်း။ ဘယ်သူမှ လက်မှတ်မထိုးရသေးပါ။",
                 .verified = "အတည်ပြုပြီး၊ သင်စောင့်ကြည့်နေသော ထုတ်ဝေသူ",
                 .unfollowed_publisher = "သင်စောင့်မကြည့်သော ထုတ်ဝေသူက လက်မှတ်ထိုးထားသည်",
                 .not_verified = "အတည်မပြုနိုင်ပါ။ ကိုးကား၍ မသုံးပါနှင့်။",
                 .not_checked = "ဤကွန်ပျူတာတွင် မစစ်ဆေးရသေးပါ။"},
    .part = {.skip = "မေးမြန်းခန်းသို့ သွားရန်",
             .languages = "ဘာသာစကားများ",
             .about = "ဤမေးမြန်းခန်းအကြောင်း",
             .introduction = "နိဒါန်း",
             .turn = "အပိုဒ်",
             .note = "မှတ်ချက်",
             .closing_note = "နိဂုံးမှတ်ချက်",
             .content_warning = "မဖတ်မီ"},
    .fact = {.publisher = "ထုတ်ဝေသူ",
             .bundle = "အတွဲ",
             .date = "ရက်စွဲ",
             .speakers = "ပြောဆိုသူများ",
             .pseudonym = "အမည်ရင်း မဟုတ်ပါ",
             .rights = "အခွင့်အရေး",
             .source = "အခြားတွေ့နိုင်သောနေရာ",
             .replaces = "ပြင်ဆင်ထားသောအတွဲ",
             .consent = "သဘောတူညီချက်",
             .consent_given = "ပေးထားပြီး",
             .details_withheld = "ပြောသူ၏ဆန္ဒအရ အချို့အချက်များကို ချန်ထားသည်",
             .not_before = "ဤရက်မတိုင်မီ မထုတ်ဝေရ"},
    .role = {.interviewer = "မေးသူ",
             .interviewee = "ဖြေသူ",
             .moderator = "ဦးဆောင်သူ",
             .narrator = "ပြောပြသူ",
             .translator = "ဘာသာပြန်သူ",
             .editor = "အယ်ဒီတာ"},
    .check_yourself = "စာမျက်နှာက လိမ်နိုင်သည်။ ထုတ်ဝေသူ၏ အမှတ်ကို အခြားနည်းဖြင့် ရထားသော အမှတ်နှင့် တိုက်ကြည့်ပြီး ဤအမိန့်ကို သုံးပါ။"};

}  // namespace

Words const& words_in(std::string_view language)
{
    auto const primary = language.substr(0, language.find('-'));
    if (primary == "fa") return persian;
    if (primary == "my") return burmese;
    return english;
}

}  // namespace nightletter::pages
