#include "dataset/conversation.h"

#include <initializer_list>

namespace localorg::dataset {
namespace {

using enum Act;
using Acts = std::vector<Act>;

struct Script {
  Channel channel;
  bool open;  // the case is not closed
  bool transferred;
  Acts acts;
};

// clang-format off
// One row per kind of conversation and length.
const std::vector<Script>& scripts() {
  using enum Channel;
  static const std::vector<Script> kScripts = {
      {mail, false, false, {open, offer_direct}},
      {mail, false, false, {open, offer_direct, accept}},
      {mail, false, false, {open, ask, details, offer}},
      {mail, false, false, {open, nudge, offer_direct, accept}},
      {mail, false, false, {open, offer_direct, question, answer, accept}},
      {mail, false, false, {open, nudge, offer_direct, question, answer, accept}},
      {mail, false, false, {open, ask, details, offer, accept}},
      {mail, false, false, {open, ask, details, offer, accept, close}},
      {mail, false, false, {open, ask, details, offer, question, answer, accept}},
      {mail, false, false, {open, ask, details, offer, question, answer, accept, close}},

      {mail, false, true, {open, offer_direct}},  // handed over before anybody wrote
      {mail, false, true, {open, handover_short, offer_direct}},
      {mail, false, true, {open, handover_short, offer_direct, accept}},
      {mail, false, true, {open, handover, details, offer, accept}},
      {mail, false, true, {open, handover, details, offer, accept, close}},
      {mail, false, true, {open, handover, details, offer, question, answer, accept}},
      {mail, false, true, {open, handover, details, offer, question, answer, accept, close}},

      {mail, true, false, {open, ask}},
      {mail, true, false, {open, ask, details}},
      {mail, true, false, {open, ask, details, offer}},
      {mail, true, true, {open, ask}},
      {mail, true, true, {open, handover, details}},
      {mail, true, true, {open, handover, details, offer}},

      {chat, false, false, {open, ask, number, offer, accept, anything_else, bye}},
      {chat, false, false, {open, ask, number, check, offer, accept, anything_else, bye}},
      {chat, false, false, {open, ask, number, check, offer, accept, anything_else, bye, close}},
      {chat, false, false, {open, ask, number, hold, offer, accept, bye, close}},
      {chat, false, false, {open, ask, number, check, hold, offer, accept, anything_else, bye}},
      {chat, false, false, {open, ask, number, check, hold, still, offer, accept, bye, close}},
      {chat, false, false, {open, ask, number, check, hold, still, offer, accept, anything_else, bye, close}},
      {chat, false, false, {open, ask, number, confirm, yes, offer, accept, anything_else, bye}},
      {chat, false, false, {open, ask, number, check, confirm, yes, offer, accept, anything_else, bye}},
      {chat, false, false, {open, ask, number, check, confirm, yes, offer, accept, anything_else, bye, close}},
      {chat, false, false, {open, ask, number, check, offer, question, answer, accept, bye, close}},
      {chat, false, false, {open, ask, number, check, offer, question, answer, accept, anything_else, bye, close}},

      {chat, false, true, {open, ask, number, handover, takeover, offer, accept}},
      {chat, false, true, {open, ask, number, handover, takeover, offer, accept, close}},
      {chat, false, true, {open, ask, number, handover, takeover, offer, accept, anything_else, bye}},
      {chat, false, true, {open, ask, number, handover, takeover, offer, accept, anything_else, bye, close}},
      {chat, false, true, {open, ask, number, handover, takeover, confirm, yes, offer, accept, anything_else, bye}},

      {chat, true, false, {open, ask, number, check, confirm, yes, offer}},
      {chat, true, true, {open, ask, number, handover, takeover, confirm, yes, offer}},
  };
  return kScripts;
}
// clang-format on

}  // namespace

bool is_by_customer(Act act) {
  switch (act) {
    case open:
    case number:
    case yes:
    case details:
    case accept:
    case question:
    case bye:
    case nudge:
    case still: return true;
    case ask:
    case check:
    case confirm:
    case handover:
    case handover_short:
    case takeover:
    case offer:
    case offer_direct:
    case answer:
    case anything_else:
    case close:
    case hold: return false;
  }
  return false;
}

bool is_offer(Act act) { return act == offer || act == offer_direct; }

std::span<const Act> script(const Case& c, std::size_t count) {
  const bool is_open = c.status != CaseStatus::closed;
  std::vector<const Script*> fitting;
  for (const Script& row : scripts()) {
    if (row.channel == c.channel && row.open == is_open && row.transferred == c.transferred && row.acts.size() == count)
      fitting.push_back(&row);
  }
  if (fitting.empty()) return {};
  // Several of one length take turns.
  return fitting[c.item % fitting.size()]->acts;
}

std::uint32_t agent_at(const Case& c, const Message& message) {
  if (!c.transferred) return c.owner;
  const bool before = is_by_customer(message.act) ? message.at < c.handed_over : message.at <= c.handed_over;
  return before ? c.first_agent : c.owner;
}

}  // namespace localorg::dataset
