#include "support/generator_values.h"

#include "org/datetime.h"

namespace localorg::test {
namespace {

using org::FieldType;

// clang-format off
const std::vector<std::string> kTexts = {
    "a", "A", "ab", "AB", "Ab", "abc", "b", "B", "Acme", "ACME", "acme", "Acme Inc", "Zebra", "zebra crossing", "10", "9", "010",
    "Élan", "élan", "ÉLAN", "Elan", "über", "ÜBER", "Uber", "straße", "STRASSE", "naïve", "NAÏVE", "Ωmega", "ωmega",
    "σας", "ΣΑΣ", "ñandú", "日本", "日本語", "ﬁn", "ǆ", "ǅ", "ÿ", "Ÿ", "😀 smile", "😀 SMILE", "ık", "ik", "ſun", "sun",
    "50%", "50% off", "5_0", "a_b", "a\\b", "it's", "say \"hi\"", "tab\there", "two\nlines", "cr\rlf", "bell\x07", "x;y",
    "two  blanks", "null", "true", "2024-02-29", "LIMIT 1", "-- no comment", "<b>bold</b>", "a/b",
};
// Of these there is always more than one spelling at hand.
const std::vector<std::string> kPairs = {"a", "A", "über", "ÜBER", "Élan", "élan", "ÉLAN", "σας", "ΣΑΣ", "Acme", "ACME"};
const std::vector<std::string> kMails = {
    "ann@example.com", "Ann@Example.com", "bob@example.org", "zoë@example.net", "o'neil@example.com",
};
const std::vector<std::string> kPhones = {"(415) 555-0100", "415-555-0100", "+49 30 555", "911", "x911", "X911"};
const std::vector<std::string> kLinks = {
    "https://example.com/", "HTTPS://EXAMPLE.COM/", "http://example.org/a?b=c&d=%20", "example.net",
};
const std::vector<std::string> kCodes = {"ab1", "AB1", "Ab1", "aB1", "b", "B", "é", "É", "a%", "A_b", "10", "9", "zz top"};
const std::vector<std::string> kTimes = {
    "00:00:00.000Z", "00:00:00.001Z", "09:30:00.000Z", "10:30:00.000Z", "12:00:00.000Z", "23:59:59.999Z",
};
const std::vector<double> kLatitudes = {37.7749, 0, -33.8688, 0.0005, 90};
const std::vector<double> kLongitudes = {-122.4194155, 0, 151.2093, 180, -0.0001};

// Sums of these are exact in any order.
const std::vector<double> kNumbers = {
    0, 0.25, 0.5, 1, -1, 2, 12.5, -12.5, 100, 100.25, 999.75, 1000, 1234, 5000, 12345, 65536.5, 999999, 9999999.5, 10000000,
    12345678.5, 99213206, 350000000,
};
// These are not: for comparing, sorting and printing alone.
const std::vector<double> kPreciseNumbers = {
    0.1, 0.2, 0.3, 1.0 / 3, 0.001, 0.0005, 0.00099, 123456.789, 1234567.89, 3.14159265, -2.5e-7, 1e15, 1.5e16, 1e21,
    9007199254740992.0, -0.1,
};
// clang-format on

bool is_named(const org::Field& field, const std::string& part) {
  return field.name.ends_with(part) || field.name.ends_with(part + "__s");
}

double number_value(const org::Field& field, Random& random) {
  if (is_named(field, "Latitude")) return random.pick(kLatitudes);
  if (is_named(field, "Longitude")) return random.pick(kLongitudes);
  return random.pick(field.scale > 2 ? kPreciseNumbers : kNumbers);
}

std::string multi_value(const org::Field& field, Random& random) {
  std::string out;
  for (const org::PicklistValue& entry : field.picklist_values) {
    if (!random.chance(45)) continue;
    out += (out.empty() ? "" : ";") + entry.value;
  }
  return out.empty() ? field.picklist_values.front().value : out;
}

std::string picklist_value(const org::Field& field, Random& random) {
  if (field.picklist_values.empty() || random.chance(8)) return random_text(random);
  const std::string value = random.pick(field.picklist_values).value;
  return random.chance(8) ? in_other_case(value, random) : value;
}

}  // namespace

std::string random_text(Random& random) {
  if (random.chance(30)) return random.pick(kPairs);
  std::string text = random.pick(kTexts);
  if (random.chance(10)) text += " " + random.pick(kTexts);
  return text;
}

std::string in_other_case(const std::string& text, Random& random) {
  std::string out = text;
  const std::size_t way = random.below(3);
  for (char& c : out) {
    const bool to_upper = way == 0 || (way == 2 && random.chance(50));
    if (to_upper && c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (!to_upper && c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

std::string random_date(std::int64_t now_ms, Random& random) {
  using namespace std::chrono;
  const year_month_day today = org::day_of(now_ms);
  const std::size_t way = random.below(20);
  if (way == 0) return random.chance(50) ? "1700-01-01" : "4000-12-31";
  if (way == 1) return "2024-02-29";
  if (way < 5) {  // a month's first or last day
    const year_month_day first = (today.year() / today.month() + months{random.between(-14, 14)}) / 1;
    return org::format_date(year_month_day{sys_days{first} - days{random.below(2)}});
  }
  const std::int64_t reach = way < 10 ? 10 : way < 15 ? 100 : 900;
  return org::format_date(year_month_day{sys_days{today} + days{random.between(-reach, reach)}});
}

std::string random_datetime(std::int64_t now_ms, Random& random) {
  const std::size_t way = random.below(20);
  if (way == 0) return random.chance(50) ? "1700-01-01T00:00:00.000+0000" : "4000-12-31T23:59:59.999+0000";
  const std::string day = random_date(now_ms, random);
  constexpr std::int64_t kHour = 3'600'000;
  const std::int64_t midnight = org::midnight_ms(*org::parse_date(day));
  std::int64_t in_day = random.between(0, 23) * kHour;
  if (way < 8) in_day += random.between(0, 3) * kHour / 4;
  if (way < 4) in_day += random.between(0, kHour / 4 - 1);
  if (way == 19 && in_day > 0) --in_day;  // a millisecond before
  return org::format_datetime(midnight + in_day);
}

org::Value random_value(const org::Field& field, std::int64_t now_ms, Random& random) {
  switch (field.type) {
    case FieldType::boolean: return std::int64_t{random.chance(50) ? 1 : 0};
    case FieldType::int_: return random.chance(80) ? random.between(-3, 12) : random.between(-100'000, 100'000'000);
    case FieldType::double_:
    case FieldType::currency:
    case FieldType::percent: return number_value(field, random);
    case FieldType::date: return random_date(now_ms, random);
    case FieldType::datetime: return random_datetime(now_ms, random);
    case FieldType::time: return random.pick(kTimes);
    case FieldType::email: return random.pick(kMails);
    case FieldType::phone: return random.pick(kPhones);
    case FieldType::url: return random.pick(kLinks);
    case FieldType::picklist:
    case FieldType::combobox: return picklist_value(field, random);
    case FieldType::multipicklist: return multi_value(field, random);
    case FieldType::string:
    case FieldType::textarea:
    case FieldType::base64:
    case FieldType::encryptedstring: return field.case_sensitive ? random.pick(kCodes) : random_text(random);
    case FieldType::id:
    case FieldType::reference:
    case FieldType::address:
    case FieldType::location:
    case FieldType::junctionidlist: break;
  }
  return {};
}

}  // namespace localorg::test
