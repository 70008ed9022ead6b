#include "dataset/conversation_text.h"

#include "dataset/conversation.h"
#include "dataset/random.h"
#include "org/datetime.h"

namespace localorg::dataset {
namespace {

constexpr std::size_t kShortestDescription = 63, kLongestDescription = 149;

// What stays the same through a conversation.
struct Thread {
  CaseText text;
  std::string first_subject;  // of the first mail
  std::string order_number;   // invented: it fits no record, as in the published org
  std::string answer;         // of the customer, to what the agent asked
  FollowUp follow_up;
};

std::string draw_subject(const World& world, const Case& c, Random& random) {
  return fill(random.pick(world.issue_of(c).subjects), {{"product", world.product_of(c).name}});
}

std::string draw_description(const World& world, const Case& c, Random& random) {
  constexpr int kNamesProduct = 500, kHasTail = 480, kTries = 20;
  const IssueWords& issue = world.issue_of(c);
  std::string text;
  for (int i = 0; i < kTries; ++i) {
    text = fill(random.pick(random.per_mille(kNamesProduct) ? issue.product_descriptions : issue.descriptions),
                {{"product", world.product_of(c).name}});
    const std::string& tail = random.pick(world.bank.talk.at("descriptionTails"));
    if (random.per_mille(kHasTail) && text.ends_with('.') && text.size() + tail.size() + 2 <= kLongestDescription) {
      text.replace(text.size() - 1, 1, ", " + tail + ".");
    }
    if (text.size() >= kShortestDescription && text.size() <= kLongestDescription) break;
  }
  return text;
}

std::string draw_order_number(Random& random) {
  std::string digits = std::to_string(random.between(1, 9));
  while (digits.size() < 10) digits += std::to_string(random.below(10));
  return digits;
}

Thread thread_of(const World& world, std::uint32_t case_index) {
  constexpr int kSameSubject = 500;
  const Case& c = world.cases[case_index];
  Random random(world.seed(), "threads", case_index);
  Thread thread;
  const std::string other = draw_subject(world, c, random);
  thread.text.subject = c.plain_subject ? world.issue_of(c).name : other;
  thread.text.description = draw_description(world, c, random);
  thread.first_subject = random.per_mille(kSameSubject) ? thread.text.subject : draw_subject(world, c, random);
  thread.order_number = draw_order_number(random);
  thread.answer = random.pick(world.issue_of(c).answers);
  if (c.remedy < world.bank.remedies.size()) thread.follow_up = random.pick(world.bank.remedies[c.remedy].follow_up);
  return thread;
}

// Everything a line of talk may name.  Views into the world and the thread.
struct Cast {
  const World& world;
  const Case& c;
  const Thread& thread;
  const Message& message;
  const Person& customer;
  const Agent& agent;  // who writes it or gets it
  std::string customer_name, agent_name, owner_name;

  Slots slots() const {
    const IssueWords& issue = world.issue_of(c);
    return {{"first", customer.first},
            {"customer", customer_name},
            {"agent", agent_name},
            {"agent_first", agent.person.first},
            {"next_agent", owner_name},
            {"product", world.product_of(c).name},
            {"order_number", thread.order_number},
            {"ask_first", issue.asks[0]},
            {"ask_second", issue.asks[1]},
            {"answer", thread.answer},
            {"company", world.bank.company},
            {"shop", world.bank.shop}};
  }
};

Cast cast_of(const World& world, const Case& c, const Thread& thread, const Message& message) {
  const Agent& agent = world.agents[agent_at(c, message)];
  const Person& customer = world.customer_of(c).person;
  return {
      world, c, thread, message, customer, agent, customer.full(), agent.person.full(), world.agents[c.owner].person.full()};
}

const Lines& talk(const Cast& cast, const char* path) { return cast.world.bank.talk.at(path); }
const RemedyWords& remedy_of(const Cast& cast) { return cast.world.bank.remedies[cast.c.remedy]; }

bool was_handed_over(const Case& c) {
  return c.transferred && c.messages[1].act != Act::offer_direct && c.messages[1].act != Act::ask;
}

// What an agent says before naming the remedy.
std::string offer_opening(const Cast& cast, Random& random) {
  const IssueWords& issue = cast.world.issue_of(cast.c);
  if (cast.message.act == Act::offer_direct) {
    const char* opening = was_handed_over(cast.c) ? "mail.takeoverOpenings" : "mail.directOpenings";
    return random.pick(talk(cast, opening)) + " " + random.pick(talk(cast, "mail.apologies"));
  }
  const std::string opening = was_handed_over(cast.c) ? random.pick(talk(cast, "mail.takeoverOpenings")) + " " : "";
  return opening + random.pick(talk(cast, "mail.offerOpenings")) + " " + random.pick(issue.findings);
}

// The text of a mail between greeting and signature, with its slots.
std::string mail_core(const Cast& cast, Random& random) {
  const IssueWords& issue = cast.world.issue_of(cast.c);
  const auto any = [&](const char* path) { return random.pick(talk(cast, path)); };
  switch (cast.message.act) {
    case Act::open: return random.pick(issue.mail_openings) + "\n\n" + random.pick(issue.mail_requests);
    case Act::ask: return any("mail.thanks") + " " + any("mail.apologies") + "\n\n" + any("mail.ask");
    case Act::handover: return any("mail.thanks") + " " + any("mail.apologies") + "\n\n" + any("mail.handover");
    case Act::handover_short: return any("mail.thanks") + " " + any("mail.apologies") + "\n\n" + any("mail.handoverShort");
    case Act::details: return any("mail.details");
    case Act::offer:
    case Act::offer_direct:
      return offer_opening(cast, random) + "\n\n" + random.pick(remedy_of(cast).mail) + "\n\n" + any("mail.offerEndings");
    case Act::accept: return any("mail.acceptances");
    case Act::question: return any("mail.questionOpenings") + " " + cast.thread.follow_up.question;
    case Act::answer: return any("mail.answerOpenings") + " " + cast.thread.follow_up.answer;
    case Act::close: return any("mail.closes");
    case Act::number:
    case Act::check:
    case Act::confirm:
    case Act::yes:
    case Act::takeover:
    case Act::anything_else:
    case Act::bye: break;
  }
  return {};  // acts of a chat
}

std::string chat_line(const Cast& cast, Random& random) {
  const IssueWords& issue = cast.world.issue_of(cast.c);
  const auto any = [&](const char* path) { return random.pick(talk(cast, path)); };
  switch (cast.message.act) {
    case Act::open: return random.pick(issue.chat_openings);
    case Act::ask: return any("chat.asks");
    case Act::number: return any("orderNumbers");
    case Act::check: return any("chat.checks");
    case Act::confirm: return random.pick(issue.chat_confirms);
    case Act::yes: return any("chat.yes");
    case Act::handover: return any("chat.handovers");
    case Act::takeover: return any("chat.takeovers");
    case Act::offer: return any("chat.findings") + " " + random.pick(remedy_of(cast).chat);
    case Act::accept: return any("chat.accepts");
    case Act::question: return cast.thread.follow_up.question;
    case Act::answer: return cast.thread.follow_up.answer;
    case Act::anything_else: return any("chat.elses");
    case Act::bye: return any("chat.byes");
    case Act::close: return any("chat.closes");
    case Act::handover_short:
    case Act::details:
    case Act::offer_direct: break;
  }
  return {};  // acts of a mail
}

std::string mail_body(const Cast& cast, Random& random) {
  const bool by_customer = is_by_customer(cast.message.act);
  const char* greeting = "mail.agentGreetings";
  if (by_customer) greeting = cast.message.act == Act::open ? "mail.customerGreetings" : "mail.customerReplyGreetings";
  std::string body = random.pick(talk(cast, greeting)) + "\n\n" + mail_core(cast, random) + "\n\n";
  if (by_customer) {
    body += random.pick(talk(cast, "mail.customerClosings")) + "\n{customer}";
  } else {
    body += random.pick(talk(cast, "mail.agentClosings")) + "\n{agent}\n" + cast.agent.role + "\n{company}";
  }
  return fill(body, cast.slots());
}

// Replies keep the subject; the last mail sometimes has one of its own.
std::string mail_subject(const Cast& cast, bool first, bool last, Random& random) {
  constexpr int kOwnSubject = 120;
  if (first) return cast.thread.first_subject;
  if (last && cast.c.status == CaseStatus::closed && random.per_mille(kOwnSubject)) {
    return is_by_customer(cast.message.act) ? random.pick(talk(cast, "mail.thankYouSubjects")) : remedy_of(cast).subject;
  }
  return "Re: " + cast.thread.first_subject;
}

}  // namespace

CaseText case_text(const World& world, std::uint32_t case_index) { return thread_of(world, case_index).text; }

MailText mail_text(const World& world, std::uint32_t case_index, std::size_t message_index) {
  constexpr std::uint64_t kMostMessages = 16;
  const Case& c = world.cases[case_index];
  const Thread thread = thread_of(world, case_index);
  const Cast cast = cast_of(world, c, thread, c.messages[message_index]);
  Random random(world.seed(), "mails", case_index * kMostMessages + message_index);
  std::string subject = mail_subject(cast, message_index == 0, message_index + 1 == c.messages.size(), random);
  return {std::move(subject), mail_body(cast, random)};
}

std::string chat_text(const World& world, std::uint32_t case_index) {
  constexpr std::size_t kToSeconds = std::string_view("2020-12-22T11:03:45").size();
  const Case& c = world.cases[case_index];
  const Thread thread = thread_of(world, case_index);
  Random random(world.seed(), "chats", case_index);
  std::string body;
  for (const Message& message : c.messages) {
    const Cast cast = cast_of(world, c, thread, message);
    const bool by_customer = is_by_customer(message.act);
    if (!body.empty()) body += '\n';
    body += "[" + org::format_datetime(message.at).substr(0, kToSeconds) + "] " +
            (by_customer ? cast.customer_name : cast.agent_name) + (by_customer ? " (Customer): " : " (Agent): ") +
            fill(chat_line(cast, random), cast.slots());
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
