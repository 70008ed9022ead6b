// How much of what is said in conversations has been said in another one: templates show where many runs of words repeat.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/org_file.h"

namespace localorg::dataset {

struct TextReport {
  std::int64_t conversations = 0;  // looked at
  std::int64_t runs = 0;           // of eight words in a row within one message
  std::int64_t repeated = 0;       // of them, those that occur in another conversation too
};

// Looks at the first kMostConversations cases.  Words are compared without case; product names and policy terms count like all
// others.  Left out is what is alike by its nature: in a mail the closing and signature (the last paragraph), in a chat the
// time and name before each line.
inline constexpr std::int64_t kMostConversations = 1000;
Result<TextReport> check_texts(const store::OpenOrg& org);

}  // namespace localorg::dataset
