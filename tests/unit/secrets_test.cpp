// Digests, hashes and base64, and XML read by local names.
#include "front/secrets.h"

#include <doctest/doctest.h>

#include "front/xml.h"

namespace localorg {
namespace {

using namespace front;

std::string hex(const std::string& bytes) {
  std::string out;
  for (const char byte : bytes) {
    for (const int half : {static_cast<unsigned char>(byte) >> 4, byte & 15}) out += "0123456789abcdef"[half];
  }
  return out;
}

TEST_CASE("a keyed digest is HMAC-SHA-256") {  // RFC 4231, test case 2
  CHECK(hex(keyed_digest("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("a keyed digest by a key that is kept, again and again") {
  KeyedDigest digest("Jefe");
  for (int i = 0; i < 3; ++i) {
    CHECK(hex(digest.of("what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(digest.of("what") != digest.of("what d"));
  }
}

TEST_CASE("letters of bytes") {
  CHECK(as_letters(std::string(32, '\0'), 5) == "AAAAA");
  CHECK(as_letters(std::string("\x01\x00", 2), 3) == "IEA");  // 256 = 8 + 4 * 62
  CHECK(as_letters(random_bytes(32), 40).size() == 40);
  CHECK(random_bytes(32) != random_bytes(32));
}

TEST_CASE("base64, both alphabets") {  // RFC 4648
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(from_base64("Zm9vYg==") == "foob");
  CHECK(from_base64("Zm9vYg") == "foob");
  CHECK(from_base64("-_8") == from_base64("+/8="));
  for (const char* wrong : {"Z", "Zm9v!", "Zm 9v", "====Z"}) CHECK_FALSE(from_base64(wrong));
}

TEST_CASE("passwords") {
  const std::string hash = hash_password("secret");
  CHECK(hash != hash_password("secret"));  // salted
  CHECK(password_matches(hash, "secret"));
  CHECK_FALSE(password_matches(hash, "Secret"));
  CHECK_FALSE(password_matches(hash, ""));
  for (const char* wrong : {"", "$", "$$$", "pbkdf2-sha256$x$AAAA$AAAA", "pbkdf2-sha256$0$AAAA$AAAA",
                            "pbkdf2-sha256$9999999999$A$A", "md5$1$AAAA$AAAA", "pbkdf2-sha256$1$AAAA$"}) {
    CHECK_FALSE(password_matches(wrong, "secret"));
    CHECK_FALSE(password_matches(wrong, ""));
  }
  CHECK(equal_secretly("a", "a"));
  CHECK_FALSE(equal_secretly("a", "ab"));
}

TEST_CASE("a signature by nobody") {
  CHECK_FALSE(signature_matches("", "text", "signature"));
  CHECK_FALSE(signature_matches("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "text", "signature"));
}

TEST_CASE("XML by local names") {
  const auto root = parse_xml("<a:x xmlns:a='urn:1'><b xmlns='urn:2'> t&amp;&#x27;<![CDATA[<]]> <c/></b><a:b>2</a:b></a:x>");
  REQUIRE(root);
  CHECK(root->name == "x");
  CHECK(root->text_of("b") == "t&'<");
  CHECK(root->find("c") != nullptr);
  CHECK(root->child("c") == nullptr);
  CHECK(root->text_of("nothing").empty());
}

TEST_CASE("XML that is refused") {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  std::string wide = "<r>";
  for (int i = 0; i < 20'000; ++i) wide += "<a/>";
  for (const std::string& text : {std::string(), std::string("x"), std::string("<a>"), std::string("<a></b>"),
                                  std::string("<a/><b/>"), std::string("<p:a/>"), std::string("<!DOCTYPE a><a/>"),
                                  std::string("<a>&x;</a>"), deep, wide + "</r>", std::string("<a>\0</a>", 8)}) {
    CHECK_FALSE(parse_xml(text));
  }
}

}  // namespace
}  // namespace localorg
