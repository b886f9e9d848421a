#include "pages/spoken_words.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace nightletter::pages {
namespace {

// The same as docs/spoken-words.txt, which a test compares.
constexpr std::string_view list =
    "about above absent academy acorn acrobat across actor adapt adjust admit adult advice afraid again agent agile "
    "agree ahead airplane airport alarm album alert alike alley almond alpha aluminum always amber ambulance among "
    "amuse analyst angle animal antelope apartment apology appetite approval apricot april aquarium arcade "
    "architect arctic argue armchair armor around arrival artichoke artist asset assistant asteroid astronaut "
    "athlete atlantic atlas atom attention attic attorney authority automatic avenue avocado awake awhile baby "
    "backpack bacon bake balcony balloon bamboo banana barber barefoot bark baseball basement basic basket bathtub "
    "battery bazaar bear bedroom beetle beginner behave behavior behind belfry below beside best beverage bird "
    "birthday bison blackbird blank bless bluebell body bonfire bonus bookshop botany boundary bouquet bracelet "
    "breakfast brilliant brisk brochure broken brother brown buckle budget buffalo bugle bulb bulldog bumblebee "
    "bungalow burden bureau business butcher buttercup cabaret cabin cable cactus cafeteria cage calcium calendar "
    "calf camel camera campfire canal candidate candy canoe canvas capacity capital caramel caravan carbon cardigan "
    "cargo carpenter carpet cart cashew cassette category cauldron cedar celebrate cello cement century ceremony "
    "challenge character charity chemist chestnut chicken children chimney chin chipmunk chocolate choir cinema "
    "circuit citizen citrus civic clap clarinet classroom clear clever climate clinic clockwork coastline cobalt "
    "cocoa coconut collapse college colony combine comedian comedy comet comfort comma community compass complain "
    "computer concern concrete condor conduct confetti confident consider consonant contest contract control "
    "convince cool coral coriander corner corporate correct cosmos country coupon courtyard cradle crayon create "
    "credit crest crimson crisp crocodile croissant crossword cube cuckoo cucumber curb curious curry cushion "
    "custom cycle cylinder cypress daffodil daisy damp dancer dandelion dash date daybreak debate december decimal "
    "decorate degree delicate delivery delta dentist depend deposit deputy derby describe desert design detail "
    "detective develop dialogue diary dignity dimension dinosaur diplomat discover distance dive divide document "
    "dolphin domain domestic donkey donor dormitory dozen draft drama driftwood drop drum duck dune dust dwell "
    "dynamo eager economy educate effort eggplant eighty elastic elect elephant elevator embark emblem embrace "
    "emerald emotion empty enamel energy engine enormous entrance entry episode equal equator erase errand espresso "
    "estate eternal event evergreen exact excavate exchange excite exercise exhibit exist exotic expert explain "
    "explorer extra eyebrow fabric fabulous factory faculty fall familiar famous fancy fanfare fantasy fatigue "
    "favor february felt festival fiber fiction fiddler fifty figure film filter final finance find fireplace "
    "fisherman flag flamingo flannel flexible flint flip floral flotilla flourish flower fluid focus food football "
    "footprint forehead forest forever formula fortune forty forum fountain foxglove fragrance frequent friday "
    "frost fuel galaxy gallop garage gardener garlic gather genius geography geranium gesture giant ginger giraffe "
    "glance glow goblet goldfish gondola gorilla govern graduate gratitude gravity grocer gymnast habit haircut "
    "handshake hardy harmonica harmony harp haven hazelnut headline helmet heritage hexagon hibiscus hint historian "
    "hobby honey horizon horn hospital hotel hover huge human humble husband husk hyacinth hybrid iceberg icicle "
    "icon ideal identity igloo imagine imitate impact impulse incense income index indigo indoor industry infinite "
    "inform inkwell inlet innkeeper input inquiry insure intend interview invest invisible invite issue ivory "
    "jaguar jasmine javelin jellyfish jewel jump junction jungle junior jupiter jury kangaroo kayak kidney kilogram "
    "kiosk kiwi knob koala labor labyrinth ladybird lagoon lamb landlord landscape language laptop large lasso "
    "laughter lava lavender legal lemon level library lift lilac limestone limit linden link liquid liquorice "
    "lizard loaf lobster locksmith locust logbook logic lollipop look lotus loud loyal lucky lullaby lumber lunar "
    "lunch luxury lyric magazine magic magnet magnolia magpie mahogany mailbox major mammoth manager mandarin mango "
    "manual marathon marble margin marigold marmalade mascot master maximum mechanic medal medicine medium "
    "megaphone melody melon merchant mercury merit messenger metro midnight migrate milk mimic mineral minstrel "
    "miracle mixture molecule monarch monday mongoose monsoon mosaic mosquito moss motor moustache movement movie "
    "muffin mule mushroom music mustard myself napkin narcissus natural nautilus navigate necklace nectarine "
    "negative neon nephew network neutral never newspaper next nitrogen noble nobody nomad normal north notebook "
    "notice nougat novel november nursery nutmeg nylon oasis obelisk object obstacle obtain occupy octagon october "
    "office olive olympic omelet opera opponent option orange orbit orchestra order oregano organ origin oriole "
    "ostrich otter ounce outback outdoor outfit overcoat oxygen pajamas palace pancake panda panorama papaya "
    "paprika parachute paradise paragraph parcel parchment parsley particle partner passport pasta pastry patrol "
    "peacock peanut pebble pelican pencil pendulum penguin penny percent perfume period periscope permanent "
    "petroleum pharmacy pheasant physics pianist piano picnic pilot pinch pineapple pistachio pizza platinum plaza "
    "plenty plug pocket poem polite popcorn poplar porcelain porcupine portrait position postman potato power "
    "practice prairie prefer present primary primrose princess printer prism problem professor profit projector "
    "promise proof propeller property protein province public publisher pumpkin pursue pyramid quality quart "
    "question quicksand quince quit quota radar radiator radio railway raincoat raspberry react ready recipe record "
    "rectangle reduce redwood regular reindeer relax remove repair rescue reservoir resist resource reveal reverse "
    "review rhubarb riverbank robin romance rosemary routine ruby rucksack runaway rural rustic safari sailboat "
    "salute sample sandpaper sandwich sapphire sardine satellite satin satisfy saturday sausage saxophone scaffold "
    "scarecrow schedule scholar scorpion scout sculptor seahorse season secret send september sequence seven "
    "shepherd sheriff shipwreck shoelace shovel signal similar siren sixty skeleton skip slice smart smoke snail "
    "snap snowflake snowman society sock soft solid solstice solution solve sonar soprano sorcerer soup space "
    "spaghetti special specimen spider spinach spiral splendid sponsor spoon sport spray stable stadium staircase "
    "starfish steady stem stereo stomach stool stopwatch story stove strap strategy student studio submarine submit "
    "suburb subway success sugar suggest suitcase sulfur sunflower sunrise sunset supreme swallow swan sweater "
    "swift symphony syrup tadpole tangerine tapestry taxi telegram tenant tennis territory thousand tiger tiny "
    "title toboggan topaz topic torch tornado tortoise toucan tourist toward tractor tradition traffic translate "
    "transport trapeze trial triangle tribune trio trombone trophy tropical true trumpet tuesday tugboat tulip "
    "tundra tunic turbine turmeric turquoise tutor twilight twin twist typhoon ukulele umbrella umpire unfold "
    "unicorn unite universe until upgrade uphill useful utensil vacant vaccine vacuum value vanilla vegetable "
    "ventilate veranda vertebra veteran view vinegar vintage viola violin virtual visit vitamin volcano volume "
    "volunteer voyage wagon walnut wardrobe warehouse wasabi wasp waterfall whirlpool whistle width wildcat "
    "windmill wisdom wolf wolverine xylophone yarn yeast yesterday yogurt young zebra zeppelin zigzag zodiac "
    "zucchini";

constexpr auto split()
{
    std::array<std::string_view, spoken_word_count> words;
    std::size_t at = 0;
    for (auto& word : words) {
        auto const end = std::min(list.find(' ', at), list.size());
        word = list.substr(at, end - at);
        at = end + 1;
    }
    return words;
}

constexpr auto words = split();

static_assert(words.back() == "zucchini" && std::ranges::is_sorted(words), "a word was added or lost");

}  // namespace

std::array<std::string_view, spoken_word_count> const& spoken_words()
{
    return words;
}

std::optional<std::uint16_t> number_of(std::string_view word)
{
    auto const* const found = std::ranges::lower_bound(words, word);
    if (found == words.end() || *found != word) return std::nullopt;
    return static_cast<std::uint16_t>(found - words.begin());
}

std::string_view nearest_spoken_word(std::string_view word)
{
    auto const near = nearest(word, std::vector<std::string>(words.begin(), words.end()));
    return near ? words[*number_of(*near)] : std::string_view{};
}

}  // namespace nightletter::pages
