// One client on one connection, from its first message to its last: texts in, texts out.  Knows the revision that was agreed
// on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/methods.h"

namespace localorg::mcp {

// What params._meta says about the revision (from 2026-07-28 on): null where it says nothing, or a Fault where it names a
// revision that is not stateless or lacks what it must have.
std::variant<const Version*, Fault> stateless_version(const Message& message);

class Session {
 public:
  // Both outlive it.  `agreed`: what an `initialize` before agreed on; null: there was none.
  Session(const Settings& settings, api::Session& org, const Version* agreed = nullptr)
      : settings_(settings), org_(org), version_(agreed) {}

  // The answer to a message or a batch of them, without a line feed; nullopt: there is none, as to notifications.
  std::optional<std::string> answer(std::string_view text);

 private:
  std::optional<std::string> answer_one(const Json& json, bool in_batch);
  std::optional<std::string> answer_batch(const Json& list);
  Outcome run(const Message& request, bool in_batch);

  const Settings& settings_;
  api::Session& org_;
  const Version* version_;  // null: not agreed yet
};

}  // namespace localorg::mcp
