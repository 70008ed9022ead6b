#include "dataset/conversation_text.h"

#include "dataset/conversation.h"
#include "dataset/random.h"
#include "org/datetime.h"

namespace localorg::dataset {
namespace {

// The list in which an act's words lie.  A customer who is answered without a question has told everything at once.
std::string rule_of(const Case& c, Act act, bool complete) {
  const std::string channel = c.channel == Channel::chat ? "chat." : "mail.";
  switch (act) {
    case Act::open: return channel + (complete ? "openComplete" : "open");
    case Act::ask: return channel + "ask";
    case Act::number: return channel + "number";
    case Act::check: return channel + "check";
    case Act::confirm: return channel + "confirm";
    case Act::yes: return channel + "yes";
    case Act::handover: return channel + "handover";
    case Act::handover_short: return channel + "handover_short";
    case Act::takeover: return channel + "takeover";
    case Act::details: return channel + "details";
    case Act::offer: return channel + "offer";
    case Act::offer_direct: return channel + "offer_direct";
    case Act::accept: return channel + "accept";
    case Act::question: return channel + "question";
    case Act::answer: return channel + "answer";
    case Act::anything_else: return channel + "anything_else";
    case Act::bye: return channel + "bye";
    case Act::close: return channel + "close";
    case Act::nudge: return channel + "nudge";
    case Act::hold: return channel + "hold";
    case Act::still: return channel + "still";
  }
  return {};
}

std::string mail_body(const World& world, const Scene& scene, const Message& message, Random& random) {
  const Case& c = scene.the_case();
  const bool by_customer = is_by_customer(message.act);
  const bool complete = c.messages[1].act == Act::offer_direct || c.messages[1].act == Act::handover_short;
  const char* greeting = "mail.agentGreetings";
  if (by_customer)
    greeting = message.act == Act::open || message.act == Act::nudge ? "mail.customerGreetings" : "mail.customerReplyGreetings";
  const char* closing = by_customer ? "mail.customerClosings" : "mail.agentClosings";
  std::string body = scene.say(greeting, message, false, random) + "\n\n" +
                     scene.say(rule_of(c, message.act, complete), message, false, random) + "\n\n" +
                     scene.say(closing, message, false, random) + "\n";
  if (by_customer) return body + world.customer_of(c).person.full();
  const Agent& agent = world.agents[agent_at(c, message)];
  return body + agent.person.full() + "\n" + agent.role + "\n" + world.bank.company;
}

// Replies keep the subject; the last mail sometimes has one of its own.
std::string mail_subject(const World& world, const Scene& scene, std::size_t index, Random& random) {
  constexpr int kOwnSubject = 120;
  const Case& c = scene.the_case();
  const Message& message = c.messages[index];
  if (index == 0) return scene.first_subject();
  if (index + 1 == c.messages.size() && c.status == CaseStatus::closed && random.per_mille(kOwnSubject)) {
    return is_by_customer(message.act) ? scene.say("mail.thankYouSubjects", message, false, random)
                                       : world.bank.remedies[c.remedy].subject;
  }
  return "Re: " + scene.first_subject();
}

}  // namespace

CaseText case_text(const World& world, std::uint32_t case_index) { return Scene(world, case_index).text(); }

MailText mail_text(const World& world, std::uint32_t case_index, std::size_t message_index) {
  constexpr std::uint64_t kMostMessages = 16;
  const Scene scene(world, case_index);
  Random random(world.seed(), "mails", case_index * kMostMessages + message_index);
  std::string subject = mail_subject(world, scene, message_index, random);
  return {std::move(subject), mail_body(world, scene, scene.the_case().messages[message_index], random)};
}

std::string chat_text(const World& world, std::uint32_t case_index) {
  constexpr std::size_t kToSeconds = std::string_view("2020-12-22T11:03:45").size();
  const Scene scene(world, case_index);
  const Case& c = scene.the_case();
  Random random(world.seed(), "chats", case_index);
  std::string body;
  for (const Message& message : c.messages) {
    const bool by_customer = is_by_customer(message.act);
    const Person& speaker = by_customer ? world.customer_of(c).person : world.agents[agent_at(c, message)].person;
    if (!body.empty()) body += '\n';
    body += "[" + org::format_datetime(message.at).substr(0, kToSeconds) + "] " + speaker.full() +
            (by_customer ? " (Customer): " : " (Agent): ") + scene.say(rule_of(c, message.act, false), message, true, random);
  }
  return rich_text(body);
}

std::string rich_text(std::string_view plain) {
  std::string html;
  html.reserve(plain.size() + plain.size() / 16);
  for (const char c : plain) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '\'': html += "&#39;"; break;
      case '"': html += "&quot;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      default: html += c;
    }
  }
  return html;
}

}  // namespace localorg::dataset
