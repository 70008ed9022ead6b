// Addresses of requests, names of hosts, gzip.
#include "serve/target.h"

#include <doctest/doctest.h>

#include "serve/gzip.h"

namespace localorg {
namespace {

using namespace serve;

TEST_CASE("authorities") {
  CHECK(parse_authority("Host").host == "host");
  CHECK(parse_authority("host:80").port == "80");
  CHECK(parse_authority("[::1]:80").host == "::1");
  CHECK(parse_authority("[::1]:80").port == "80");
  CHECK(parse_authority("[::1]").port.empty());
  for (const char* wrong : {"", ":80", "a:", "a:b", "a:123456", "a b", "a/b", "[::1", "[::1]x", "[x]", "u@h", "::1"}) {
    CHECK_MESSAGE(parse_authority(wrong).host.empty(), wrong);
  }
}

TEST_CASE("loopback and Salesforce") {
  for (const char* host : {"localhost", "127.0.0.1", "127.9.9.9", "::1"}) CHECK(is_loopback(host));
  for (const char* host : {"127.0.0.1.example.com", "128.0.0.1", "localhost.example.com", "127.1", "0.0.0.0", ""}) {
    CHECK_FALSE(is_loopback(host));
  }
  for (const char* host : {"login.salesforce.com", "a.b.my.salesforce.com", "x.force.com"}) CHECK(is_salesforce(host));
  for (const char* host :
       {"salesforce.com", ".salesforce.com", "evilsalesforce.com", "salesforce.com.evil.com", "xforce.com", ""}) {
    CHECK_FALSE(is_salesforce(host));
  }
}

TEST_CASE("targets") {
  const auto path = [](const char* target) { return parse_target(target).path; };
  CHECK(path("/a/b?q=//x") == "/a/b?q=//x");
  CHECK(path("//a///b") == "/a/b");
  CHECK(path("http://h:1/a") == "/a");
  CHECK(parse_target("http://h:1/a").authority == "h:1");
  CHECK(path("http://h") == "/");
  CHECK(path("http://h?q=1") == "/?q=1");
  CHECK(path("/a?u=http://h/b") == "/a?u=http://h/b");
  CHECK(parse_target("/a?u=http://h/b").authority.empty());
  CHECK(path("/x.salesforce.com/services/data") == "/services/data");
  CHECK(path("/x.salesforce.com") == "/x.salesforce.com");
  CHECK(path("*") == "/*");
  CHECK(path("") == "/");
}

TEST_CASE("what logs show of a target") {
  CHECK(without_secrets("/a") == "/a");
  CHECK(without_secrets("/a?q=1&oauth_token=00D!x&b") == "/a?q=1&oauth_token=...&b");
  CHECK(without_secrets("/a?PASSWORD=x") == "/a?password=...");
  CHECK(without_secrets("/a\nb c\x1b") == "/a.b.c.");
}

TEST_CASE("gzip") {
  const std::string text(100'000, 'x');
  CHECK(gzip(text).size() < 1000);
  CHECK(gunzip(gzip(text), text.size()) == text);
  CHECK(gunzip(gzip(""), 10) == "");
  CHECK_FALSE(gunzip(gzip(text), text.size() - 1));
  CHECK_FALSE(gunzip("no gzip", 100));
  CHECK_FALSE(gunzip("", 100));
  CHECK_FALSE(gunzip(gzip(text).substr(0, 50), text.size()));
}

}  // namespace
}  // namespace localorg
