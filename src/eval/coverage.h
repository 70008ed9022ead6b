// Does an org hold every record that a question's answer hangs on?  An org made here does; one that was put together from a
// part of the records may not, and then a computed answer proves nothing.
//
// A window is whole for questions about agents if each case that was open at some time in it has the whole chain of its owner
// assignments: one that comes from nobody, each next one from the agent of the one before, the last to the case's owner
// (where the org knows the owner).  Cases without a CreatedDate stand in no window.
//
// A product is whole if every case's order item is known with its product.  In an org where they are not, a product still is
// if more than half of its order items are known without their order: such items come from a list of the product's items,
// which was asked for as a whole (assumed; it is how such orgs come to be).  Where cases of the product have no date, an
// answer that differs from the expected one proves nothing.
//
// A window is whole for questions about states if each closed case created in it has an account with a state.
#pragma once

#include <optional>
#include <string>

#include "eval/question.h"
#include "eval/truth.h"

namespace localorg::eval {

class Coverage {
 public:
  static Result<Coverage> of(SqlRoute& route);

  // What is missing for the answer, in one sentence; nothing if the org has it all.
  Result<std::optional<std::string>> gap(SqlRoute& route, const Question& question) const;
  // Cases of the question's product that have no date.
  Result<int> undated_cases(SqlRoute& route, const Question& question) const;

 private:
  struct OpenTime {
    std::string created, closed;  // closed is empty while it is open
  };
  std::vector<OpenTime> broken_;  // cases whose chain of assignments is not whole
  bool items_known_ = true;       // each case's order item, with its product
};

}  // namespace localorg::eval
