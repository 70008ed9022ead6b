#include "base/text.h"

#include <doctest/doctest.h>

#include <limits>

namespace text = localorg::text;

TEST_CASE("UTF-8 is checked") {
  CHECK(text::is_valid_utf8(""));
  CHECK(text::is_valid_utf8("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"));
  CHECK_FALSE(text::is_valid_utf8("\xC3"));              // cut off
  CHECK_FALSE(text::is_valid_utf8("\xC0\xAF"));          // a slash written too long
  CHECK_FALSE(text::is_valid_utf8("\xED\xA0\x80"));      // half of a surrogate pair
  CHECK_FALSE(text::is_valid_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
}

TEST_CASE("UTF-8 and UTF-16 convert both ways") {
  CHECK(text::utf16("a\xC3\xA9\xF0\x9F\x98\x80") == u"a\u00E9\U0001F600");
  CHECK(text::utf16("a\xF0\x9F\x98\x80").size() == 3);
  CHECK(text::utf8(u"a\u00E9\u20AC\U0001F600") == "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(text::utf16("a\xFFz") == u"a\uFFFDz");
  CHECK(text::utf8(std::u16string(1, u'\xD800')) == "\xEF\xBF\xBD");
}

TEST_CASE("names fold their ASCII letters only") {
  CHECK(text::lower("Case_Number__C") == "case_number__c");
  CHECK(text::upper("last_n_days:7") == "LAST_N_DAYS:7");
  CHECK(text::lower("\xC3\x89") == "\xC3\x89");
  CHECK(text::equal_ignoring_case("AccountId", "ACCOUNTID"));
  CHECK_FALSE(text::equal_ignoring_case("AccountId", "AccountI"));
  CHECK_FALSE(text::equal_ignoring_case("\xC3\xA9", "\xC3\x89"));
}

TEST_CASE("text compares by upper-cased code points, then by length") {
  CHECK(text::compare_ignoring_case("abc", "ABC") == 0);
  CHECK(text::compare_ignoring_case("abc", "abd") < 0);
  CHECK(text::compare_ignoring_case("abc", "ab") > 0);
  CHECK(text::compare_ignoring_case("", "a") < 0);
  CHECK(text::compare_ignoring_case("", "") == 0);
  CHECK(text::compare_ignoring_case("\xC3\xA9t\xC3\xA9", "\xC3\x89T\xC3\x89") == 0);  // été, ÉTÉ
  CHECK(text::compare_ignoring_case("e", "\xC3\xA9") < 0);                            // accents count
  CHECK(text::compare_ignoring_case("a", "_") < 0);                                   // A comes before _, a would come behind
  CHECK(text::compare_ignoring_case("\xEF\xBF\xBC", "\xF0\x9F\x98\x80") < 0);         // by code point, not by UTF-16 unit
}

TEST_CASE("LIKE") {
  CHECK(text::like("Acme", "ACME"));
  CHECK_FALSE(text::like("Acme", "Acme Ltd"));
  CHECK(text::like("Acme%", "Acme"));
  CHECK(text::like("%Ltd", "Acme Ltd"));
  CHECK(text::like("%me%l%", "Acme Ltd"));
  CHECK_FALSE(text::like("%x%", "Acme Ltd"));
  CHECK(text::like("%", ""));
  CHECK_FALSE(text::like("_", ""));
  CHECK(text::like("", ""));
  CHECK_FALSE(text::like("", "a"));
  CHECK(text::like("a%b%c", "a-b-b-c"));
  CHECK_FALSE(text::like("a%b%c", "a-b-b-cd"));

  SUBCASE("an underscore is one character, however many bytes it has") {
    CHECK(text::like("caf_", "caf\xC3\xA9"));
    CHECK(text::like("_", "\xF0\x9F\x98\x80"));
    CHECK_FALSE(text::like("__", "\xC3\xA9"));
    CHECK(text::like("%_", "\xC3\xA9"));
  }
  SUBCASE("case is ignored beyond ASCII") { CHECK(text::like("%\xC3\x89%", "caf\xC3\xA9s")); }
  SUBCASE("a backslash makes the next character literal") {
    CHECK(text::like("100\\%", "100%"));
    CHECK_FALSE(text::like("100\\%", "1000"));
    CHECK(text::like("a\\_b", "a_b"));
    CHECK_FALSE(text::like("a\\_b", "axb"));
    CHECK(text::like("a\\\\b", "a\\b"));
    CHECK(text::like("a\\", "a\\"));  // with nothing behind it, it stands for itself
  }
  SUBCASE("many wildcards take no exponential time") {
    const std::string value(20'000, 'a');
    CHECK_FALSE(text::like("%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b", value));
  }
}

TEST_CASE("trim, split and join") {
  CHECK(text::trim(" \t a b \r\n") == "a b");
  CHECK(text::trim(" \n ") == "");
  CHECK(text::split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(text::split("", ',') == std::vector<std::string_view>{""});
  CHECK(text::join({"a", "b", "c"}, ", ") == "a, b, c");
  CHECK(text::join({}, ", ") == "");
}

// Java language: Double.toString.
TEST_CASE("doubles are printed as Java prints them") {
  CHECK(text::java_double(0.0) == "0.0");
  CHECK(text::java_double(-0.0) == "-0.0");
  CHECK(text::java_double(1.0) == "1.0");
  CHECK(text::java_double(-12.5) == "-12.5");
  CHECK(text::java_double(0.1) == "0.1");
  CHECK(text::java_double(249.99) == "249.99");
  CHECK(text::java_double(0.001) == "0.001");
  CHECK(text::java_double(0.00123) == "0.00123");
  CHECK(text::java_double(0.0005) == "5.0E-4");
  CHECK(text::java_double(0.00012345) == "1.2345E-4");
  CHECK(text::java_double(1234567.0) == "1234567.0");
  CHECK(text::java_double(9999999.5) == "9999999.5");
  CHECK(text::java_double(10000000.0) == "1.0E7");
  CHECK(text::java_double(12345678.9) == "1.23456789E7");
  CHECK(text::java_double(1e100) == "1.0E100");
  CHECK(text::java_double(100.0) == "100.0");
  CHECK(text::java_double(1.0 / 3.0) == "0.3333333333333333");
  CHECK(text::java_double(std::numeric_limits<double>::max()) == "1.7976931348623157E308");
  CHECK(text::java_double(std::numeric_limits<double>::quiet_NaN()) == "null");
}

TEST_CASE("JSON strings escape what they must and nothing else") {
  std::string out = "x";
  text::append_json_string(out, "a\"b\\c/d\n\r\t\b\f\x01\x1F\x7F caf\xC3\xA9 '<&>'");
  CHECK(out == "x\"a\\\"b\\\\c/d\\n\\r\\t\\b\\f\\u0001\\u001f\x7F caf\xC3\xA9 '<&>'\"");
  std::string empty;
  text::append_json_string(empty, "");
  CHECK(empty == "\"\"");
  std::string zero;
  text::append_json_string(zero, std::string_view("a\0b", 3));
  CHECK(zero == "\"a\\u0000b\"");
}

TEST_CASE("the nearest name is found when it is near enough") {
  const std::vector<std::string_view> names = {"Name", "Status", "CaseNumber", "OwnerId"};
  CHECK(text::nearest("Nmae", names) == "Name");  // a swap is one fault
  CHECK(text::nearest("Nmea", names) == "");      // two of four letters are too many
  CHECK(text::nearest("nam", names) == "Name");
  CHECK(text::nearest("CASENUMBR", names) == "CaseNumber");
  CHECK(text::nearest("Stats", names) == "Status");
  CHECK(text::nearest("Onwer", {"Owner", "OwnerId"}) == "Owner");
  CHECK(text::nearest("Zzz", names) == "");
  CHECK(text::nearest("Name", {}) == "");
}
