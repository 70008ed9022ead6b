// Bulk jobs of one client: a thousand are kept.
#include "api/jobs.h"

#include <doctest/doctest.h>

namespace localorg {
namespace {

TEST_CASE("a job is found by its Id, of 15 or 18 characters, and its kind") {
  api::Jobs jobs;
  CHECK(jobs.add({.kind = "query"}).id == "750Lo0000000001IAA");
  CHECK(jobs.find("750Lo0000000001IAA", "query") != nullptr);
  CHECK(jobs.find("750Lo0000000001", "query") != nullptr);
  CHECK(jobs.find("750Lo0000000001IAA", "ingest") == nullptr);
  CHECK(jobs.find("750Lo0000000002IAA", "query") == nullptr);
  CHECK(jobs.find("750", "query") == nullptr);
}

TEST_CASE("the job beyond the thousandth takes the oldest one's place") {
  api::Jobs jobs;
  for (int i = 0; i < 1000; ++i) jobs.add({.kind = "query"});
  CHECK(jobs.find("750Lo0000000001", "query") != nullptr);
  const std::string last = jobs.add({.kind = "query"}).id;
  CHECK(last.starts_with("750Lo00000000G9"));  // 1001, with 62 digits
  CHECK(jobs.find(last, "query") != nullptr);
  CHECK(jobs.find("750Lo0000000001", "query") == nullptr);
  CHECK(jobs.find("750Lo0000000002", "query") != nullptr);
}

}  // namespace
}  // namespace localorg
