#include "dataset/bank.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "dataset/bank_articles.h"
#include "dataset/bank_check.h"
#include "dataset/bank_own.h"

namespace localorg::dataset {
namespace {

// The files of one bank.  Missing keys and wrong types throw Json::exception, which read_bank() turns into an error.
struct Files {
  std::string folder;

  // What the bank lacks is taken from banks/common; where both have a file, the bank's entries replace the common ones.
  Json operator[](const std::string& name) const {
    Json common = read("banks/common/" + name + ".json");
    const Json own = read(folder + "/" + name + ".json");
    if (common.is_null() && own.is_null()) throw std::runtime_error(name + ".json is missing");
    if (common.is_null()) return own;
    if (!own.is_null()) common.merge_patch(own);
    return common;
  }

  // null for a file that is not there.
  static Json read(const std::string& path) {
    const auto text = embedded(path);
    if (!text) return nullptr;
    auto json = parse_json(*text, path);
    if (!json) throw std::runtime_error(json.error().message);
    return *std::move(json);
  }
};

Lines lines(const Json& json, const char* key) { return json.contains(key) ? json.at(key).get<Lines>() : Lines{}; }

// {"hub": ["Reno", "Dallas"], "size": {"footwear": ["a 9", "a 10"], "*": ["a medium"]}}
Facts facts(const Json& json, const char* key = "facts") {
  Facts result;
  if (!json.contains(key)) return result;
  for (const auto& [name, value] : json.at(key).items()) {
    if (value.is_array()) {
      result[name]["*"] = value.get<Lines>();
    } else {
      for (const auto& [kind, list] : value.items()) result[name][kind] = list.get<Lines>();
    }
  }
  return result;
}

template <typename T>
std::size_t index_of(const std::vector<T>& rows, const std::string& name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const T& row) { return row.name == name; });
  if (found == rows.end()) throw std::runtime_error("the word bank has no '" + name + "'");
  return static_cast<std::size_t>(found - rows.begin());
}

template <typename T>
std::vector<std::size_t> indexes_of(const std::vector<T>& rows, const Json& names) {
  std::vector<std::size_t> indexes;
  for (const Json& name : names) indexes.push_back(index_of(rows, name.get<std::string>()));
  return indexes;
}

void read_company(Bank& bank, const Json& json) {
  bank.company = json.at("name");
  bank.shop = json.at("shortName");
  bank.schema = json.value("schema", "crmarena");
  bank.product_prefix = json.at("productPrefix");
  bank.domain = json.at("domain");
  bank.customer_domain = json.at("customerDomain");
  bank.support_hours = json.at("supportHours");
  bank.roles = lines(json, "roles");
  bank.shape = published_shape();
  if (!json.contains("shape")) return;
  const Json& shape = json.at("shape");
  bank.shape = {shape.at("agents"), shape.at("accounts"),
                shape.at("orders"), shape.at("items"),
                shape.at("cases"),  shape.at("months").get<std::array<std::array<std::uint64_t, 12>, 5>>()};
}

void read_names(Bank& bank, const Json& json) {
  for (const Json& region : json.at("regions")) {
    bank.regions.push_back({region.at("share"), lines(region, "first"), lines(region, "last")});
  }
  for (const auto& [letter, plain] : json.at("letters").items()) bank.letters[letter] = plain;
}

void read_places(Bank& bank, const Json& json) {
  bank.country = json.at("country");
  for (const Json& place : json.at("states")) {
    bank.places.push_back({place.at("state"), place.at("areaCode"), place.at("share"), lines(place, "cities")});
  }
}

// Lines that are written out, or named by a list of sets that several product lines share.
Lines lines_of_sets(const Json& json, const Json& sets) {
  Lines result;
  for (const Json& entry : json) {
    const std::string word = entry.get<std::string>();
    const Lines added = sets.contains(word) ? sets.at(word).get<Lines>() : Lines{word};
    result.insert(result.end(), added.begin(), added.end());
  }
  return result;
}

ProductLine read_line(const Bank& bank, const Json& json, const Json& sets) {
  ProductLine line;
  line.categories = indexes_of(bank.categories, json.at("categories"));
  line.products = json.at("products");
  line.qualifiers = lines_of_sets(json.at("qualifiers"), sets);
  line.middles = lines(json, "middles");
  line.longs = lines(json, "longs");
  line.nouns = indexes_of(bank.nouns, json.at("nouns"));
  if (json.contains("words")) line.words = bank.words.at(json.at("words").get<std::string>());
  line.words["use"] = lines_of_sets(json.at("uses"), sets);
  return line;
}

void read_catalogue(Bank& bank, const Json& json) {
  for (const Json& category : json.at("categories")) {
    bank.categories.push_back({category.at("name"), category.at("description")});
  }
  for (const auto& [name, noun] : json.at("nouns").items()) {
    bank.nouns.push_back({name, noun.at("kind"), noun.at("dollars").at(0), noun.at("dollars").at(1)});
  }
  bank.descriptions = lines(json, "descriptions");
  bank.words = json.at("words").get<std::map<std::string, Talk, std::less<>>>();
  for (const auto& [word, others] : json.at("otherWords").items()) bank.other_words[word] = others.get<Lines>();
  for (const Json& line : json.at("lines")) bank.product_lines.push_back(read_line(bank, line, json.at("sets")));
}

void read_books(Bank& bank, const Json& json) {
  const auto part = [](const std::string& day, std::size_t at) { return std::stoi(day.substr(at, 2)); };
  for (const Json& book : json.at("books")) {
    const std::string from = book.at("from");
    const std::string to = book.at("to");
    bank.books.push_back({book.at("name"), book.at("description"), part(from, 0), part(from, 3), part(to, 0), part(to, 3),
                          book.value("yearOffset", 0), json.at("firstYear"),
                          book.value("lastYear", json.at("lastYear").get<int>()), book.at("percent"),
                          book.value("event", false)});
  }
  bank.yearly_percent = json.at("yearlyPercent").get<std::vector<std::int64_t>>();
}

void read_remedies(Bank& bank, const Json& json) {
  for (const Json& row : json.at("remedies")) {
    RemedyWords remedy;
    remedy.name = row.at("name");
    remedy.days = row.at("days");
    remedy.subject = row.at("subject");
    remedy.talk = row.at("talk").get<Talk>();
    remedy.facts = facts(row);
    for (const Json& pair : row.at("followUp")) remedy.follow_up.push_back({pair.at("question"), pair.at("answer")});
    bank.remedies.push_back(std::move(remedy));
  }
}

void read_issues(Bank& bank, const Json& json) {
  for (const Json& row : json.at("issues")) {
    IssueWords issue;
    issue.name = row.at("name");
    issue.description = row.at("description");
    issue.cases = row.at("cases");
    issue.transfers = row.at("transfers");
    issue.unskilled = row.at("unskilled");
    issue.plain_subjects = row.at("plainSubjects");
    issue.priorities = row.at("priorities").get<std::vector<std::uint64_t>>();
    issue.delay_days = row.at("delayDays").get<std::vector<std::int64_t>>();
    issue.remedies = indexes_of(bank.remedies, row.at("remedies"));
    issue.kinds = lines(row, "kinds");
    issue.needs = lines(row, "needs");
    issue.subjects = lines(row, "subjects");
    issue.descriptions = lines(row, "descriptions");
    issue.product_descriptions = lines(row, "productDescriptions");
    issue.talk = row.at("talk").get<Talk>();
    issue.facts = facts(row);
    bank.issues.push_back(std::move(issue));
  }
  match_issues(bank);
}

// Lists of lines at any depth, by their path: {"mail": {"thanks": [...]}} -> mail.thanks
void read_talk(Bank& bank, const Json& json, const std::string& path) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_object()) {
      read_talk(bank, value, path + key + ".");
    } else {
      bank.talk[path + key] = value.get<Lines>();
    }
  }
}

void read_conversations(Bank& bank, Json json) {
  bank.facts = facts(json);
  bank.passing = facts(json, "passing");
  for (const auto& [name, mood] : json.at("moods").items()) bank.moods.emplace_back(name, mood.get<Talk>());
  json.erase("facts");
  json.erase("passing");
  json.erase("moods");
  read_talk(bank, json, "");
}

}  // namespace

std::string bank_names() {
  std::string names;
  for (const EmbeddedFile& file : embedded_files()) {
    constexpr std::string_view kBanks = "banks/", kCompany = "/company.json";
    if (!file.path.starts_with(kBanks) || !file.path.ends_with(kCompany)) continue;
    const auto name = file.path.substr(kBanks.size(), file.path.size() - kBanks.size() - kCompany.size());
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names;
}

Result<Bank> read_products_and_issues(std::string_view name) {
  const Files files{"banks/" + std::string(name)};
  if (!embedded(files.folder + "/company.json"))
    return error_without_position(ErrorCode::USAGE, "unknown --bank '" + std::string(name) + "'; there are " + bank_names());
  Bank bank;
  try {
    read_company(bank, files["company"]);
    read_catalogue(bank, files["catalogue"]);
    read_traits(bank, files["traits"]);
    read_remedies(bank, files["remedies"]);
    read_issues(bank, files["issues"]);
  } catch (const std::exception& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, files.folder + ": " + e.what());
  }
  return bank;
}

Result<Bank> read_bank(std::string_view name) {
  LOCALORG_TRY(Bank bank, read_products_and_issues(name));
  const Files files{"banks/" + std::string(name)};
  try {
    read_names(bank, files["names"]);
    read_places(bank, files["places"]);
    read_books(bank, files["pricebooks"]);
    read_conversations(bank, files["conversations"]);
    read_articles(bank, files["articles"]);
    vary_phrases(bank, files["phrases"]);
    read_records(bank, Files::read(files.folder + "/records.json"));
  } catch (const std::exception& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, files.folder + ": " + e.what());
  }
  LOCALORG_CHECK(check_words(bank));
  LOCALORG_CHECK(check_articles(bank));
  return bank;
}

std::string fill(std::string_view text, const Slots& slots) {
  std::string out;
  out.reserve(text.size() + 64);
  for (;;) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out.append(text);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto slot = std::find_if(slots.begin(), slots.end(), [&](const auto& s) { return s.first == name; });
    out.append(text.substr(0, open));
    out.append(slot == slots.end() ? text.substr(open, close - open + 1) : slot->second);
    text.remove_prefix(close + 1);
  }
}

std::string plain_letters(const Bank& bank, std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    std::size_t end = i + 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) ++end;
    const auto plain = bank.letters.find(word.substr(i, end - i));
    out += plain == bank.letters.end() ? word.substr(i, end - i) : std::string_view(plain->second);
    i = end;
  }
  return text::lower(out);
}

}  // namespace localorg::dataset
