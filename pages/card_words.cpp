#include "pages/card_words.hpp"

namespace nightletter::pages {
namespace {

// Right-to-left text and text without spaces are broken anew at each run.
// clang-format off
constexpr std::array<CardWords, 3> all{{
    {.language = "en",
     .title = "What this card is for",
     .steps = {"Somebody who wants to follow this publisher needs the id that begins with nlp1. Point a telephone at the square, or copy the id letter by letter: a single wrong letter is noticed.",
               "An id that came another way, by message or from a web page, is compared by telephone. One person reads the twelve words aloud, in order, from a card; the other compares them with the words that “nightletter id nlp1… --words” prints.",
               "All twelve must be the same. If one differs, read it once more. If it still differs, it is another publisher: do not use that id."},
     .proves = "Equal words mean the same publisher, whatever way the id came. They do not say who the publisher is, or that what is published is true.",
     .danger = "There is no secret on this card, and anybody may have it. Where this publisher is persecuted it can be dangerous to be found with it: then copy the twelve words only, or learn them by heart."},
    {.language = "fa",
     .title = "این کارت برای چیست",
     .steps = {"هر کس بخواهد این ناشر را دنبال کند به شناسه‌ای نیاز دارد که با nlp1 آغاز می‌شود. دوربین تلفن را روی مربع بگیرید یا شناسه را حرف به حرف بنویسید: یک حرف اشتباه هم معلوم می‌شود.",
               "شناسه‌ای که از راه دیگری رسیده، با پیام یا از صفحه‌ای در وب، پشت تلفن سنجیده می‌شود. یک نفر دوازده واژه را به ترتیب از روی کارت بلند می‌خواند؛ دیگری آن‌ها را با واژه‌هایی که «nightletter id nlp1… --words» چاپ می‌کند می‌سنجد.",
               "هر دوازده واژه باید یکی باشند. اگر یکی فرق داشت، آن را یک بار دیگر بخوانید. اگر باز هم فرق داشت، ناشر دیگری است: آن شناسه را به کار نبرید."},
     .proves = "واژه‌های یکسان یعنی همان ناشر، شناسه از هر راهی که رسیده باشد. نمی‌گویند ناشر کیست یا آنچه منتشر می‌شود درست است.",
     .danger = "روی این کارت رازی نیست و هر کسی می‌تواند آن را داشته باشد. جایی که این ناشر زیر پیگرد است، پیدا شدن این کارت نزد شما می‌تواند خطرناک باشد: آن‌گاه تنها دوازده واژه را بنویسید یا از بر کنید."},
    {.language = "my",
     .title = "ဤကတ်ကို ဘာအတွက် သုံးသနည်း",
     .steps = {"ဤထုတ်ဝေသူကို စောင့်ကြည့်လိုသူသည် nlp1 ဖြင့်စသော အမှတ်ကို လိုအပ်သည်။ ဖုန်းကင်မရာဖြင့် လေးထောင့်ကွက်ကို ချိန်ပါ၊ သို့မဟုတ် အမှတ်ကို တစ်လုံးချင်း ကူးရေးပါ။ တစ်လုံးမှားလျှင်ပင် သိနိုင်သည်။",
               "စာတို သို့မဟုတ် ဝက်ဘ်စာမျက်နှာကဲ့သို့ အခြားနည်းဖြင့် ရလာသော အမှတ်ကို ဖုန်းဖြင့် တိုက်စစ်ပါ။ တစ်ယောက်က ကတ်ပေါ်ရှိ စကားလုံး ၁၂ လုံးကို အစဉ်အတိုင်း အသံထွက်ဖတ်ပါ။ အခြားတစ်ယောက်က “nightletter id nlp1… --words” ပြသော စကားလုံးများနှင့် တိုက်ကြည့်ပါ။",
               "၁၂ လုံးစလုံး တူရမည်။ တစ်လုံးကွဲလျှင် ထပ်ဖတ်ပါ။ ထပ်ကွဲလျှင် အခြားထုတ်ဝေသူဖြစ်သည်။ ထိုအမှတ်ကို မသုံးပါနှင့်။"},
     .proves = "စကားလုံးများ တူလျှင် အမှတ်ကို မည်သည့်နည်းဖြင့် ရသည်ဖြစ်စေ တူညီသော ထုတ်ဝေသူဖြစ်သည်။ ထုတ်ဝေသူသည် မည်သူဖြစ်ကြောင်း၊ ထုတ်ဝေသည့်အရာ မှန်ကန်ကြောင်းကို မပြောပါ။",
     .danger = "ဤကတ်ပေါ်တွင် လျှို့ဝှက်ချက် မရှိပါ။ မည်သူမဆို ကိုင်ဆောင်နိုင်သည်။ ဤထုတ်ဝေသူကို ဖိနှိပ်သည့်နေရာတွင် ကတ်ကို တွေ့ရှိခံရလျှင် အန္တရာယ်ရှိနိုင်သည်။ ထိုအခါ စကားလုံး ၁၂ လုံးကိုသာ ကူးရေးပါ၊ သို့မဟုတ် အလွတ်ကျက်ပါ။"},
}};
// clang-format on

}  // namespace

std::array<CardWords, 3> const& card_words()
{
    return all;
}

}  // namespace nightletter::pages
