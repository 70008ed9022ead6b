// What a conversation is made of: acts in a fixed order, each with its speaker.
//
//     mail   open  ask  details  offer  accept  close           chat   open  ask  number  check  offer  accept  ...
//            cust. agent cust.   agent  cust.   agent                  cust. agent cust.  agent  agent  cust.
//
// make_conversations() plans acts and times; conversation_text.h finds the words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dataset/world.h"

namespace localorg::dataset {

bool is_by_customer(Act act);
// Does it offer the remedy?
bool is_offer(Act act);

// The acts of a conversation with `count` messages, or none if there is no such script.  A chat has 7 to 11 lines, a mail
// thread 2 to 8 messages; one that stays open breaks off while somebody waits.
std::span<const Act> script(const Case& c, std::size_t count);

// The agent who writes a message, or reads one of the customer's: the first one until the case was handed over.
std::uint32_t agent_at(const Case& c, const Message& message);

}  // namespace localorg::dataset
