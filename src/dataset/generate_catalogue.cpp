// Products and price books.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kCentsPerDollar = 100;
constexpr std::size_t kShortestDescription = 47, kLongestDescription = 100;
constexpr int kTries = 60;

struct Naming {
  std::string name, subject, middle;  // Pro Trail Running Shoes | trail running shoes | trail running
};

struct Taken {
  std::set<std::string> names, descriptions;
};

// [qualifier] [middle] [noun]: three words, or four where the middle has two.
Naming draw_name(const ProductLine& line, const std::string& noun, bool is_long, Random& random) {
  const std::string& qualifier = random.pick(line.qualifiers);
  const std::string* middle = &random.pick(is_long ? line.longs : line.middles);
  // Not "Trail Trail Running Shoes" or "Cycling Thermal Cycling Tights".
  const auto repeats = [&] {
    const auto words = text::split(*middle, ' ');
    return std::find(words.begin(), words.end(), qualifier) != words.end();
  };
  for (int i = 0; i < kTries && repeats(); ++i) middle = &random.pick(line.middles);
  return {qualifier + " " + *middle + " " + noun, text::lower(*middle + " " + noun), text::lower(*middle)};
}

// Says it the same of two things: "Breathable trail shoes with a breathable upper".
bool repeats_a_word(const std::string& text) {
  constexpr std::size_t kShortest = 4;
  std::set<std::string> words;
  for (const std::string_view part : text::split(text, ' ')) {
    const std::string word = text::lower(part.substr(0, part.find_last_not_of(",.;") + 1));
    if (word.size() >= kShortest && word != "with" && word != "that" && !words.insert(word).second) return true;
  }
  return false;
}

std::string draw_description(const Bank& bank, const ProductLine& line, const Noun& noun, const Naming& naming,
                             std::set<std::string>& taken, Random& random) {
  Rules rules;
  rules.add("", line.words);
  for (const std::string& name : {noun.name, noun.kind}) {
    if (const auto words = bank.words.find(name); words != bank.words.end()) rules.add("", words->second);
  }
  const Slots slots = {{"subject", naming.subject}, {"middle", naming.middle}};
  std::string text;
  for (int i = 0; i < kTries; ++i) {
    const std::string drawn = polished(fill(expand(random.pick(bank.descriptions), rules, random), slots));
    if (drawn.size() < kShortestDescription || drawn.size() > kLongestDescription || repeats_a_word(drawn)) continue;
    text = drawn;
    if (taken.insert(text).second) break;
  }
  return text;
}

Product draw_product(const Bank& bank, const ProductLine& line, bool has_long_name, Taken& taken, Random& random) {
  Product product;
  const std::size_t noun_index = random.pick(line.nouns);
  const Noun& noun = bank.nouns[noun_index];
  Naming naming = draw_name(line, noun.name, has_long_name, random);
  // Where all names of this length are taken, one of the other length will do.
  for (int i = 0; i < 2 * kTries && taken.names.contains(naming.name); ++i)
    naming = draw_name(line, noun.name, has_long_name == (i < kTries), random);
  const std::string base = naming.name;
  for (int generation = 2; !taken.names.insert(naming.name).second; ++generation)
    naming.name = base + " " + std::to_string(generation);
  product.name = naming.name;
  product.description = draw_description(bank, line, noun, naming, taken.descriptions, random);
  product.categories = line.categories;
  product.noun = static_cast<std::uint32_t>(noun_index);
  product.base_cents = random.between(noun.least_dollars, noun.most_dollars) * kCentsPerDollar;
  product.weakness = static_cast<std::uint8_t>(random.below(bank.issues.size()));
  return product;
}

// Pro Trail Running Shoes -> trail running shoes
std::string subject_of(const std::string& name) { return text::lower(name.substr(name.find(' ') + 1)); }

// Gives a product the name of another one, and says so in its description.  False where that would become too long or short.
bool rename(Product& product, const std::string& name) {
  const std::string before = subject_of(product.name), after = subject_of(name);
  std::string description = product.description;
  if (const std::size_t at = description.find(before); at != std::string::npos) description.replace(at, before.size(), after);
  if (description.size() < kShortestDescription || description.size() > kLongestDescription) return false;
  product.name = name;
  product.description = std::move(description);
  return true;
}

// A few names occur twice, for products of one line: an ambiguity that the real catalogue has.
void double_names(World& world, Random& random) {
  constexpr std::uint64_t kTriesEach = 10'000;
  const std::uint64_t count = world.products.size() * shape::kDoubledNames / shape::kProducts;
  std::set<std::size_t> touched;
  std::uint64_t tries = count * kTriesEach;
  for (std::uint64_t i = 0; i < count && tries > 0; --tries) {
    const std::size_t a = random.below(world.products.size());
    const std::size_t b = random.below(world.products.size());
    Product& one = world.products[a];
    Product& other = world.products[b];
    if (a == b || one.noun != other.noun || one.categories != other.categories || touched.contains(a) || touched.contains(b))
      continue;
    if (!rename(other, one.name)) continue;
    touched.insert({a, b});
    ++i;
  }
}

// As the items of the published org fall: about 150 of the first product, 82 of the eleventh, 41 of the 26th.
std::uint64_t popularity_at(std::uint64_t rank) {
  constexpr std::uint64_t kHalf = 13, kMost = 1'000'000;
  return kMost * kHalf / (kHalf + rank);
}

void rank_products(World& world, Random& random) {
  constexpr std::uint64_t kAllSell = 100, kRanks = 500;  // ranks before this one
  constexpr int kNeverSells = 350;
  std::vector<std::size_t> order(world.products.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  random.shuffle(order);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint64_t rank = i * kRanks / order.size();
    const bool never = rank >= kAllSell && random.per_mille(kNeverSells) && order.size() >= kAllSell;
    world.products[order[i]].popularity = never ? 0 : popularity_at(rank);
  }
}

}  // namespace

void make_products(World& world) {
  Random random(world.seed(), "products");
  Taken taken;
  constexpr std::size_t kLongNames = 23;  // in a hundred; some come out shorter, and 22 are left
  std::vector<std::uint64_t> weights;
  for (const ProductLine& line : world.bank.product_lines) weights.push_back(line.products);
  const auto counts = apportion(world.sizes.products, weights);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (std::uint64_t n = 0; n < counts[i]; ++n) {
      const bool has_long_name = world.products.size() * kLongNames % 100 < kLongNames;
      world.products.push_back(draw_product(world.bank, world.bank.product_lines[i], has_long_name, taken, random));
    }
  }
  double_names(world, random);
  random.shuffle(world.products);
  for (std::size_t i = 0; i < world.products.size(); ++i) world.products[i].number = static_cast<std::uint32_t>(i + 1);
  rank_products(world, random);
}

void make_books(World& world) {
  const Bank& bank = world.bank;
  for (const BookWords& words : bank.books) {
    for (int year = words.first_year; year <= words.last_year; ++year) {
      const std::string number = std::to_string(year);
      const Slots slots = {{"year", number}};
      Pricebook book;
      book.name = fill(words.name, slots);
      book.description = fill(words.description, slots);
      book.from_day = day_number(year + words.year_offset, words.from_month, words.from_day);
      book.to_day = day_number(year, words.to_month, words.to_day);
      book.percent = words.percent * bank.yearly_percent[static_cast<std::size_t>(year - words.first_year)];
      book.event = words.event;
      world.books.push_back(std::move(book));
    }
  }
  std::stable_sort(world.books.begin(), world.books.end(),
                   [](const Pricebook& a, const Pricebook& b) { return a.from_day < b.from_day; });
}

}  // namespace localorg::dataset
