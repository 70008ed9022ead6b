// Episodes on the org case_desk, for tests.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "eval/environment.h"
#include "support/test_org.h"

namespace localorg::test {

// A task whose answer is Ann's Id unless told otherwise.
inline eval::Task task_with(std::vector<eval::Answer> answers = {"005Te0000000001IAA"}) {
  eval::Task task;
  task.idx = 7;
  task.task = "handle_time";
  task.query = "  Who was the fastest? Say the Id.  ";
  task.answers = std::move(answers);
  task.reward_metric = "exact_match";
  task.required = "Only closed cases count.";
  task.optional = "Winter is December to February.";
  return task;
}

// An environment, and what it needs.
struct Desk {
  eval::Prompts prompts;
  api::Session session;
  eval::Environment environment;

  explicit Desk(eval::EnvironmentOptions options)
      : prompts(prompts_of()), session(org(), org::Clock()), environment(session, prompts, options) {}

  static const store::OpenOrg& org() {
    const auto opened = test_org("case_desk");
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
    return **opened;
  }
  static eval::Prompts prompts_of() {
    auto read = eval::Prompts::read(*org().catalog);
    REQUIRE(read.has_value());
    return *std::move(read);
  }

  Json record() const { return to_json(environment.episode()); }
  Json info() const { return record()["agent_info"]; }
};

inline std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

}  // namespace localorg::test
