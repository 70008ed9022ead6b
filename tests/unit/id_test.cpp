#include "org/id.h"

#include <doctest/doctest.h>

using namespace localorg::org;

// soql.md 14 and Ids of live orgs.
TEST_CASE("the checksum carries the case of the letters") {
  CHECK(with_checksum("500Ws000007qlrj") == "500Ws000007qlrjIAA");
  CHECK(with_checksum("001000000000000") == "001000000000000AAA");
  CHECK(with_checksum("ABCDEFGHIJKLMNO") == "ABCDEFGHIJKLMNO555");  // 11111 is the last digit
  CHECK(with_checksum("a00000000000000") == "a00000000000000AAA");
  CHECK(with_checksum("A00000000000000") == "A00000000000000BAA");  // the first character is bit 0
  CHECK(with_checksum("0000a0000A00000") == "0000a0000A00000AQA");  // the fifth is bit 4
}

TEST_CASE("an Id is read with 15 or 18 characters") {
  CHECK(normalize_id("500Ws000007qlrj") == "500Ws000007qlrjIAA");
  CHECK(normalize_id("500Ws000007qlrjIAA") == "500Ws000007qlrjIAA");

  SUBCASE("18 characters in any case mean the record that the checksum names") {
    CHECK(normalize_id("500WS000007QLRJIAA") == "500Ws000007qlrjIAA");
    CHECK(normalize_id("500ws000007qlrjiaa") == "500Ws000007qlrjIAA");
  }
  SUBCASE("15 characters are taken as typed: their case is the Id") {
    CHECK(normalize_id("500ws000007qlrj") == "500ws000007qlrjAAA");
  }
  SUBCASE("a checksum that fits no spelling leaves the text as it is") {
    CHECK(normalize_id("500Ws000007qlrjBAA") == "500Ws000007qlrjBAA");  // the digit 5 would be a capital
    CHECK(normalize_id("500Ws000007qlrj999") == "500Ws000007qlrj999");  // 9 is no digit of a checksum
    CHECK_FALSE(has_valid_checksum("500Ws000007qlrjBAA"));
  }
  SUBCASE("anything else is no Id") {
    CHECK(normalize_id("") == std::nullopt);
    CHECK(normalize_id("500Ws000007qlr") == std::nullopt);
    CHECK(normalize_id("500Ws000007qlrjI") == std::nullopt);
    CHECK(normalize_id("500Ws000007qlrjIAAx") == std::nullopt);
    CHECK(normalize_id("500Ws-00007qlrj") == std::nullopt);
    CHECK(normalize_id("500Ws00000\xC3\xA9qlr") == std::nullopt);
  }
}

TEST_CASE("checksums are checked") {
  CHECK(has_valid_checksum("500Ws000007qlrjIAA"));
  CHECK(has_valid_checksum(kNullId));
  CHECK_FALSE(has_valid_checksum("500ws000007qlrjIAA"));
  CHECK_FALSE(has_valid_checksum("500Ws000007qlrj"));
  CHECK_FALSE(has_valid_checksum("500Ws000007qlr!IAA"));
}

TEST_CASE("made Ids sort in the order they were made") {
  CHECK(make_id("500", "Lo0", 0) == "500Lo0000000000IAA");
  CHECK(make_id("500", "Lo0", 1) == "500Lo0000000001IAA");
  CHECK(make_id("500", "Lo0", 10) == "500Lo000000000AIAQ");
  CHECK(make_id("500", "Lo0", 36) == "500Lo000000000aIAA");
  CHECK(make_id("500", "Lo0", 61) == "500Lo000000000zIAA");
  CHECK(make_id("500", "Lo0", 62) == "500Lo0000000010IAA");
  CHECK(make_id("a03", "Lo0", 13'537'086'546'263'551) == "a03Lo0zzzzzzzzzIAA");  // 62^9 - 1
}
