#include "support/generator_search.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "sosl/parse.h"
#include "support/generator_parts.h"
#include "support/generator_values.h"

namespace localorg::test {
namespace {

using org::FieldType;

// clang-format off
const std::vector<std::string> kWords = {
    "refund", "refunds", "refunded", "refunding", "shoe", "shoes", "run", "running", "ran", "runner", "policy", "policies",
    "university", "universe", "box", "boxes", "hop", "hopped", "hope", "hoping", "return", "returns", "returned", "ship",
    "shipped", "shipment", "use", "used", "using", "agreed", "agree", "news", "new", "red", "blue", "size", "sized", "order",
    "ordered", "address", "leaves", "leave", "die", "dying", "add", "adding", "gas", "gases",
    "café", "cafe", "CAFÉ", "straße", "strasse", "STRASSE", "naïve", "Ωmega", "ωmega", "σας", "ΣΑΣ", "ﬁne", "fine", "日本", "日本語",
    "本", "カタ", "ñandú", "ｆｕｌｌ", "full", "Ærø", "aero", "İzmir", "ık", "ǆep", "e\xCC\x81lan", "élan", "x²y", "हिन्दी",
    "T-shirt", "t shirt", "T-shirts", "e-mail", "follow-up", "don't", "rock'n'roll", "4.5", "x/y", "C#", "1,000", "A4", "2nd",
    "wi_fi", "50%", "AT&T", "yes+no", "why?", "a*b", "{x}", "[y]", "c:d", "!", "-", "back\\slash", "say \"hi\"", "tab\tbed",
    "a", "I", "AND", "OR", "NOT", "and", "not", "or", "the", "of", "to", "is", "with", "FIND", "in", "returning",
    "555", "0100", "5550107788", "555-010-7788", "ann@example.com", "bob.lee@example.org",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
};
const std::vector<std::string> kBetween = {" ", " ", " ", " ", ", ", ". ", "\n", "-", "/", " (", ") "};
const std::vector<std::string> kPhones = {"(555) 010-7788", "555-010-7788", "5550107788", "555 0107788", "+1 555 010 7788", "0100"};
const std::vector<std::string> kMails = {"ann@example.com", "Ann.Lee@Example.com", "bob@example.org", "refund@shoes.example"};
const std::vector<std::string> kTags = {"<p>", "</p>", "<b>", "</b>", "<br/>", "<!-- red -->", "<style>blue</style>", "&amp;", "&nbsp;",
                                        "&eacute;", "&#39;", "&lt;", "<a href=\"shoe\">", "&zz;", "< ", "&szlig;", "<i>"};
// clang-format on

std::string some_words(Random& random, bool html) {
  std::string out;
  for (std::size_t i = 1 + random.below(random.chance(20) ? 30 : 7); i > 0; --i) {
    std::string word = random.pick(kWords);
    if (random.chance(20)) word = in_other_case(word, random);
    out += word + (html && random.chance(30) ? random.pick(kTags) : "") + random.pick(kBetween);
  }
  return out;
}

std::string in_small(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string words_for(const org::Field& field, Random& random) {
  if (field.type == FieldType::phone) return random.pick(kPhones);
  if (field.type == FieldType::email) return random.pick(kMails);
  return some_words(random, field.html_formatted);
}

// Fields whose text others are not made of.
bool may_be_filled(const org::SObject& object, const org::Field& field) {
  const bool is_text = field.type == FieldType::string || field.type == FieldType::textarea || field.type == FieldType::phone ||
                       field.type == FieldType::email;
  const bool is_made = field.name_field && object.name != "Account";
  return !field.search.empty() && is_text && !is_made && !field.name.ends_with("tName");
}

// ---- The text in the braces ---------------------------------------------------------------------------------------

class SearchText {
 public:
  SearchText(const GeneratedOrg& org, Random& random) : org_(org), random_(random) {}

  std::string write() {
    if (random_.chance(1) && random_.chance(10)) return long_text();
    std::string out = level(2);
    if (random_.chance(3)) out = random_.pick(std::vector<std::string>{"AND ", "or ", "NOT "}) + out;
    if (random_.chance(3)) out += random_.pick(std::vector<std::string>{" AND", " or", " AND NOT"});
    return out + (random_.chance(97) ? "" : " zzqq");
  }

 private:
  std::string long_text() {
    std::string out = "refund";
    while (out.size() < (random_.chance(80) ? 4'100U : 10'100U)) out += " AND " + term();
    return out;
  }

  std::string level(int depth) {
    std::string out;
    const std::size_t count = random_.pick(std::vector<std::size_t>{1, 1, 2, 2, 3, 4});
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0)
        out += random_.pick(std::vector<std::string>{" ", " ", " ", " AND ", " and ", " OR ", " AND NOT ", " And Not "});
      out += depth > 0 && random_.chance(20) ? "(" + level(depth - 1) + ")" : term();
    }
    return out;
  }

  std::string term() {
    const std::size_t way = random_.below(100);
    if (way < 55) return typed(random_.pick(kWords));
    if (way < 65) return typed(some_text(1));
    if (way < 80) return phrase();
    if (way < 94) return pattern();
    if (way < 97) return typed(random_.pick(kPhones));
    return random_.chance(50) ? sosl::escape(random_.pick(kMails)) : "zzqq";
  }

  // Escaped; now and then in other case.
  std::string typed(std::string text) {
    if (random_.chance(25)) text = in_other_case(text, random_);
    const std::string out = sosl::escape(text);
    return out.empty() ? "red" : out;
  }

  // Up to `count` words of a record, as they stand there; or words.
  std::string some_text(std::size_t count) {
    for (int attempt = 0; attempt < 10; ++attempt) {
      const auto& objects = org_.catalog->objects();
      const org::SObject& object = objects[random_.below(objects.size())];
      const auto records = org_.records.find(object.name);
      if (records == org_.records.end() || records->second.empty()) continue;
      const org::Field& field = object.fields[random_.below(object.fields.size())];
      const auto* text = std::get_if<std::string>(&random_.pick(records->second)[field.name]);
      if (field.search.empty() || text == nullptr) continue;
      const std::size_t from = text->find(' ', random_.below(text->size()));
      std::size_t to = from;
      for (std::size_t i = 0; i < count && to < text->size(); ++i) to = text->find(' ', to + 1);
      if (from < text->size()) return text->substr(from + 1, to - from - 1);
    }
    return random_.pick(kWords);
  }

  std::string phrase() {
    const std::string text =
        random_.chance(70) ? some_text(1 + random_.below(3)) : random_.pick(kWords) + " " + random_.pick(kWords);
    std::string out = sosl::escape(text);
    if (random_.chance(10)) out += random_.chance(50) ? "*" : " r?n";
    return "\"" + out + "\"";
  }

  // sho*, r?n, p*y, *box: ASCII letters give way to wildcards.
  std::string pattern() {
    std::string word = random_.pick(kWords);
    const bool is_ascii =
        std::all_of(word.begin(), word.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
    if (!is_ascii || word.size() < 2) return sosl::escape(word) + (random_.chance(50) ? "*" : "?");
    if (random_.chance(50)) return word.substr(0, 1 + random_.below(word.size())) + "*";
    const std::size_t at = random_.below(word.size());
    word.replace(at, 1 + random_.below(2), random_.chance(50) ? "*" : "?");
    if (random_.chance(20)) word += random_.pick(std::vector<std::string>{"*", "?", "**"});
    return word;
  }

  const GeneratedOrg& org_;
  Random& random_;
};

// Has the text a word of two characters?  One in doubt has none.
bool is_long_enough(const std::string& text) {
  std::string word;
  for (const char c : text + " ") {
    const bool ends = c == ' ' || c == '(' || c == ')' || c == '\n' || c == '\t';
    const bool is_operator = word.size() < 4 && (in_small(word) == "and" || in_small(word) == "or" || in_small(word) == "not");
    if (ends && word.size() > 1 && !is_operator) return true;
    if (ends) word.clear();
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    if (!ends && begins_character && c != '"' && c != '\\' && c != '*' && c != '?') word += c;
  }
  return false;
}

// ---- RETURNING ----------------------------------------------------------------------------------------------------

std::string fields_of(const Level& level) {
  std::set<std::string> seen;
  std::vector<std::string> out;
  for (std::size_t i = 1 + level.random.below(3); i > 0; --i) {
    const auto path = pick_path(
        level, [](const org::Field&) { return true; }, 2);
    if (path && seen.insert(path->canonical).second) out.push_back(path->text);
  }
  return out.empty() ? "Id" : joined(out);
}

std::string order_of(const Level& level) {
  std::vector<std::string> terms;
  for (std::size_t i = 1 + level.random.below(2); i > 0; --i) {
    if (const auto path = pick_path(level, [](const org::Field& f) { return f.sortable; })) {
      terms.push_back(path->text + sort_direction(level));
    }
  }
  return terms.empty() ? "" : level.keyword(" ORDER BY ") + joined(terms);
}

std::string returned(const GeneratedOrg& org, Random& random, const Style& style, const org::SObject& object, bool is_single) {
  const Level level{org, random, style, &object, {}};
  if (random.chance(15)) return level.name(object.name);
  std::string out = level.name(object.name) + "(" + fields_of(level);
  if (random.chance(35)) out += where_clause(level, true);
  if (random.chance(25)) out += order_of(level);
  if (random.chance(25)) out += level.keyword(" LIMIT ") + std::to_string(random.pick(std::vector<int>{0, 1, 2, 3, 5, 300}));
  if (is_single && random.chance(15))
    out += level.keyword(" OFFSET ") + std::to_string(random.pick(std::vector<int>{0, 1, 2, 5}));
  return out + ")";
}

}  // namespace

void fill_with_words(GeneratedOrg& org, Random& random) {
  for (auto& [name, records] : org.records) {
    for (org::Record& record : records) {
      for (const org::Field& field : record.object->fields) {
        if (may_be_filled(*record.object, field) && !org::is_null(record[field.name])) {
          record[field.name] = words_for(field, random);
        }
      }
    }
  }
}

std::string generate_search(const GeneratedOrg& org, Random& random) {
  const Style style{random.chance(70) ? 0U : 1U + static_cast<unsigned>(random.below(2)), 0, random.chance(15)};
  std::vector<const org::SObject*> objects;
  for (const org::SObject& object : org.catalog->objects()) {
    if (object.searchable) objects.push_back(&object);
  }
  const Level level{org, random, style, objects.front(), {}};
  std::string text = SearchText(org, random).write();
  if (random.chance(4)) {
    text = "zzqq " + text;
  } else if (!is_long_enough(text)) {
    text += " shoe";  // one word is long enough
  }
  std::string out = level.keyword("FIND ") + "{" + text + "}";
  if (random.chance(50)) {
    out += level.keyword(" IN ") +
           level.keyword(random.pick(std::vector<std::string>{"ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"})) +
           level.keyword(" FIELDS");
  }
  const std::size_t count = random.pick(std::vector<std::size_t>{0, 1, 1, 1, 1, 1, 2, 3});
  std::vector<std::string> specs;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = random.below(objects.size());
    specs.push_back(returned(org, random, style, *objects[at], count == 1));
    objects.erase(objects.begin() + static_cast<std::ptrdiff_t>(at));
  }
  if (!specs.empty()) out += level.keyword(" RETURNING ") + joined(specs);
  out += level.keyword(" WITH SPELL_CORRECTION = false");
  if (random.chance(20)) out += level.keyword(" LIMIT ") + std::to_string(random.pick(std::vector<int>{1, 2, 3, 7, 20, 2000}));
  return out;
}

}  // namespace localorg::test
