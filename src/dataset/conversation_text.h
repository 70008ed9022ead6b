// The words of cases, mails and chats, found anew whenever they are asked for: they follow from the seed and the plan.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dataset/conversation_scene.h"
#include "dataset/world.h"

namespace localorg::dataset {

CaseText case_text(const World& world, std::uint32_t case_index);

// One mail of a thread.  Both sides sign with their full names; agents add their role and the company.
struct MailText {
  std::string subject, body;
};
MailText mail_text(const World& world, std::uint32_t case_index, std::size_t message_index);

// The body of a chat transcript, one line per message, as rich text:
//     [2020-12-22T11:03:45] Grace Hayes (Customer): Hi, I&#39;m ...
//     [2020-12-22T11:08:22] Kenji Mori (Agent): Hello Grace, ...
std::string chat_text(const World& world, std::uint32_t case_index);

// Rich text fields hold HTML: & ' " < > become entities.
std::string rich_text(std::string_view plain);

}  // namespace localorg::dataset
