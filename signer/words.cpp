#include "signer/words.hpp"

#include <sodium.h>

#include "base/result.hpp"

namespace nightletter::signer {
namespace {

// Short and common; words that are spelled differently and spoken alike (peace, piece) are left out.
constexpr std::string_view list =
    "able about above absent accent acorn acre across act actor adapt add adjust admit adobe adopt adult advice "
    "afar affair afford afraid after again age agent agile agree ahead aim air alarm album alert alike alive "
    "alley allow almond almost alone along aloud alpha alpine also always amber amid among ample amuse anchor "
    "angle animal ankle answer ant antler anvil any apart apple apply april apron arcade arch arctic area arena "
    "argue arm armor around arrive arrow art artist ash ask aspen asset atlas atom attic author autumn avenue "
    "avoid awake award aware away awhile axis axle azure baby back bacon badge bag bake baker balcony ball "
    "ballet balm bamboo banana band bank banner bar barber bard bark barley barn baron base basic basil basin "
    "basket bass bat batch bath baton battle bay beach bead beak beam bean bear beard beast beaver become bed "
    "bee beech beef before began begin behave behind being belief bell belong below belt bench bend bent beside "
    "best better beyond bicycle bid big bike bill bind birch bird birth bishop bison bit bite black blade blank "
    "blast blaze blend bless blind blink block bloom blossom blow blue blunt blush board boat body boil bold "
    "bolt bond bone bonus book boot border born borrow boss both bottle bottom bounce bound bowl box boy brace "
    "braid brain brake branch brand brass brave bread break breath breeze brick bride bridge brief bright brim "
    "bring brisk broad broken bronze brook broom broth brown brush bubble bucket bud budget buffalo bugle build "
    "bulb bulk bull bundle burden bureau burrow burst bus bush busy butter button buzz cab cabbage cabin cable "
    "cactus cage cake calf call calm camel camera camp canal candle candy cane canoe canvas canyon cap cape "
    "captain car caravan carbon card care cargo carol carpet carrot carry cart carve case cash cast castle cat "
    "catch cattle cause cave cedar celery cellar cement center chain chair chalk chance change chapel charm "
    "chart chase cheap check cheek cheer cheese chef cherry chess chest chief child chime chin choice choir "
    "choose chorus cider cinema circle circus citrus city civic claim clap class clay clean clear clerk clever "
    "client cliff climb clinic clock close cloth cloud clover clown club clue coach coal coast coat cobalt cocoa "
    "coconut code coffee coil coin cold collar color column comb come comedy comet comma common compass cone "
    "cook cool copper copy coral core cork corn corner cost cottage cotton couch cough count country county "
    "couple course court cousin cover cow coyote crab cradle craft crane crater crawl crayon cream create credit "
    "crest crew cricket crisp cross crowd crown crumb crust crystal cube cuckoo cuff cup curb cure curl curry "
    "curve custom cut cycle cymbal daily dairy daisy dam damp dance danger dark dart dash data date dawn day "
    "deal debate decade decide deck deep defend degree delay delta den dense depend depth deputy derby desert "
    "design desk detail detour dial diamond diary dice diet differ dig digit dinner dip direct dirt dish ditch "
    "dive divide dizzy dock doctor dog doll dollar dolphin domain dome donkey donor door dot double dove down "
    "dozen draft dragon drain drama draw dream dress drift drill drink drive drop drum dry duck duke dune during "
    "dusk dust duty dwell each eager eagle ear early earn earth ease easel east easy eat echo edge edit effort "
    "egg eight either elbow elder elect elf elm else embark ember emblem emerald empty enamel end energy engine "
    "enjoy enough enter entire entry equal era erase errand escape essay estate even event ever every exact "
    "excite excuse exist exit exotic expand expect expert export extra eye fable fabric face fact factor factory "
    "fade fairy faith falcon fall fame family famous fan fancy far farm farmer fast father fathom favor feast "
    "feather feed feel fellow felt fence fern ferry fetch fever few fiber fiddle field fierce fifth fifty fig "
    "figure file fill film filter final find fine finger finish fire firm first fish fit five fix flag flame "
    "flap flash flask flat flavor flax fleet flight flint flip float flock flood floor floral flow flower fluid "
    "flute fly foam focus fog foil fold folk follow fond food foot force forest forge fork form formal forty "
    "forum fossil found fox frame free freeze fresh friday fridge friend fringe frog front frost fruit fuel full "
    "fun fund funnel fur future gable gadget gain galaxy gale gallon gallop game gap garage garden garlic gather "
    "gauge gear gem gentle geyser giant gift ginger giraffe girl give glad glance glass glaze gleam glide globe "
    "glory glove glow glue goal goat goblet gold golf gong good goose gorge gospel gourd govern gown grace grade "
    "grain grand grant grape graph grass gravel gray great green greet grid grill grin grind grip grocer ground "
    "group grove grow guard guess guide guild guitar gulf gull gust gutter gypsum habit half halo hammer hand "
    "handle happen happy harbor hard hardy harmony harp harvest hat hatch haven hawk hay hazel head heart heat "
    "heavy hedge height helmet help hen herb herd hermit hero heron hidden high hike hill hint hippo hobby hold "
    "holiday hollow home honest honey hood hoof hook hope horn horse host hotel house hover hub huge human "
    "humble humor hunger hunt hurdle hurry husk hut hybrid hymn ice icicle icon idea ideal igloo image impact "
    "inch income index indigo indoor infant inform ink inlet inn inner input insect inside insure intact intend "
    "invent invite iris iron island issue item itself ivory ivy jacket jade jaguar jam jar jaw jazz jelly jersey "
    "jewel jigsaw job jockey join joint joke jolly journey joy judge jug juggle juice july jump june jungle "
    "junior jury just kayak keen keep keeper kennel kernel kettle key kick kidney kiln kilt kind king kingdom "
    "kiosk kitchen kite kitten kiwi knack knee knife knit knob knock koala label labor lace lack ladder lady "
    "lagoon lake lamb lamp lance land lane lap laptop large lark laser lasso last late later laugh laurel lava "
    "law lawn lawyer layer lazy lead leader leaf league leap learn leash least leave ledge left leg legal legend "
    "lemon lend length lens lesson letter level lever lid life lift light like lilac lily limb lime limit linden "
    "line linen link lion lip liquid list listen little live lizard llama load loaf lobby local locate lock "
    "locust lodge loft logic long look loop loose lotion lotus loud lounge love low loyal lucky lumber lunar "
    "lunch lung luxury lyric magic magnet magpie major make mallet mammal manage mango manner manor manual maple "
    "marble march margin marina mark market marsh mason mast master mat match matter may mayor maze meadow meal "
    "medal media medium melody melon melt member memory mend mentor menu merit merry mesh metal meteor method "
    "metro middle mild mile milk mill mimic mind mine mint minute mirror mist mitten mix mobile model modern "
    "modest moment monday money monkey month mood moon moose moral more mosaic moss most mother motion motor "
    "mount mouse mouth move movie much mud muffin mug mule muscle museum music must mutual myself myth name nap "
    "napkin narrow nation native nature navy near neat neck nectar need needle neon nephew nerve nest net never "
    "new news next nice nickel niece nine noble nod noise noodle noon normal north nose note notice nougat nova "
    "novel now number nurse nut nylon oak oasis oat oath obey object oboe obtain occur ocean odd odor offer "
    "office often oil okra old olive omelet once onion online only onward opal open opera option orange orbit "
    "orchid order organ orient origin oriole other otter ounce outer outfit output oval oven over owl own owner "
    "oxygen oyster ozone pace pack paddle page paint palace palm pan panda panel pantry paper parade parcel "
    "pardon parent park parrot part party pass pasta paste pastry patch path patrol pause pave paw peach peanut "
    "pearl pebble pecan pedal pen pencil penny people pepper perch period permit person pet petal phone photo "
    "phrase piano pick pickle picnic pigeon pile pillar pillow pilot pin pinch pine pink pint pipe pitch pivot "
    "pizza place plaid plan planet plank plant plate play plaza please plenty plot plow plug plum plume plunge "
    "plural pocket poem poet point polar police polish polite pollen pond pony pool poplar poppy porch port pose "
    "post pot potato pouch pound pour powder power prawn prefer press pretty price prime print prism prize "
    "prompt proof proper proud prove prune public puddle pull pulp pulse puma pump punch pupil puppet puppy pure "
    "purple purse push puzzle quail quaint quarry quart quartz queen quest quick quiet quill quilt quince quit "
    "quite quiver quiz quota quote rabbit race radar radio radish raft rail raise raisin rake rally ram ramp "
    "ranch random range rank rapid rare rate rather raven raw ray razor reach react ready realm reason rebel "
    "recall recent recipe record red reef refer reform refuse region regret relax relay relief rely remain "
    "remark remedy remind remote remove render rent repair repeat reply report rescue resist resort rest result "
    "return reveal review reward rhythm ribbon rice rich ride ridge rigid ripe ripple rise river roast robe "
    "robin robot robust rock rocket rodeo roof room rope rotate rotor rough round rover row royal rubber ruby "
    "rudder rug rugby rule ruler rumble run rural rush rust rustic saddle safari safe salad salary salmon salt "
    "salute same sample sand sandal satin saturn sauce sauna save savor say scale scarf scenic school scoop "
    "score scout scrap screen screw script scroll seal search season seat second secret seed seek select self "
    "send senior sequel series serve settle seven shade shadow shaft shape share shark sharp shawl shed sheep "
    "sheet shelf shell shield shift shine ship shirt shoe shop shore short should shout shovel show shower "
    "shrimp shrub shut shy side signal silent silk silver simple since sing single siren sister sit six skate "
    "sketch ski skill skin skip skirt sky slate sled sleep sleeve slice slide slight slim slogan slope slow "
    "small smart smile smoke smooth snack snail snake snap snow soap soccer social sock soda sofa soft soil "
    "solar solid solo solve sonar song soon sorrow sort sound soup source south soy space spade spare spark "
    "speak speech speed spell spend sphere spice spider spin spiral spirit splash split spoon sport spot spray "
    "spread spring spruce square squash squid stable stack staff stage stamp stand star starch start state "
    "statue stay steady steak steam steep stem step stereo stick still sting stir stitch stock stone stool stop "
    "store storm story stove strap straw stream street strict string strong studio study style submit subway "
    "such sudden sugar suit sulfur summer summit sunday sunset super supper supply sure survey swamp swan sweet "
    "swift swim swing switch sword symbol syrup system table tablet tackle tailor take talent talk tall tame "
    "tango tank tape target task taste taxi teach teapot tell temper temple ten tenant tender tennis tent term "
    "test text thank theme theory thick thin thing think third thirty thorn thread three thrive throat throw "
    "thumb ticket tidy tie tiger tight tile till timber time tin tiny tip tissue title toast today tomato tone "
    "tongue tool tooth top topaz topic torch total totem touch tough tour toward towel tower town toy trace "
    "track trade trail train tram trap travel tray treat tree trend trial tribe trick trim trio trip trophy "
    "tropic trot trout truck true trunk trust truth try tub tube tulip tumble tuna tundra tunic tunnel turban "
    "turkey turn turnip turtle tutor twelve twenty twice twig twin twist type umpire uncle under unfold union "
    "unique unit unite unity until update uphill upon upper urban urge usable use useful usher usual vacant "
    "vacuum valid valley value valve van vapor vase vast vault veil velvet vendor verb verse very vessel vest "
    "video view vine viola violet violin virtue visit visual vital vivid vocal voice volley volume vote vowel "
    "voyage wafer wage wagon wake walk wall wallet walnut walrus waltz wander want warm warn wash wasp watch "
    "water wax wealth weave web wedge well west wet whale wharf wheat wheel when white wick wide width wild will "
    "willow win wind window wine wing winner winter wire wisdom wise wish with within wizard wolf wonder wool "
    "word work world worm worth woven wreath wren wrench wrist yacht yam yard yarn year yeast yellow yes yet "
    "yield yoga yogurt young youth zebra zenith zero zest zigzag zinc zipper zone zoo zoom";

std::array<std::string_view, word_count> split()
{
    std::array<std::string_view, word_count> words;
    auto rest = list;
    for (auto& word : words) {
        word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    }
    NIGHTLETTER_INSIST(rest.empty());
    return words;
}

}  // namespace

std::array<std::string_view, word_count> const& words()
{
    static auto const split_list = split();
    return split_list;
}

GuardedBytes random_words(std::size_t count)
{
    constexpr std::size_t longest_word = 7;
    GuardedBytes phrase{count * (longest_word + 1)};
    auto const room = phrase.writable();
    std::size_t filled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) room[filled++] = ' ';
        auto const word = words()[randombytes_uniform(word_count)];
        for (char const c : word) room[filled++] = static_cast<std::uint8_t>(c);
    }
    phrase.shrink(filled);
    return phrase;
}

}  // namespace nightletter::signer
