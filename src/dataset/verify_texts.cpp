#include "dataset/verify_texts.h"

#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "dataset/verify_content.h"
#include "dataset/verify_fault.h"
#include "org/datetime.h"

namespace localorg::dataset {
namespace {

constexpr std::size_t kRun = 8;

std::string without_entities(std::string_view html) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&#39;", '\''}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}};
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    bool found = false;
    for (const auto& [entity, letter] : kEntities) {
      if (!html.substr(i).starts_with(entity)) continue;
      out += letter;
      i += entity.size();
      found = true;
      break;
    }
    if (!found) out += html[i++];
  }
  return out;
}

// Hashes of the words of a text, in lower case.
std::vector<std::uint64_t> words_of(std::string_view text) {
  constexpr std::uint64_t kStart = 0xcbf29ce484222325ULL, kStep = 0x100000001b3ULL;
  std::vector<std::uint64_t> words;
  std::uint64_t word = kStart;
  for (const char letter : text) {
    const auto c = static_cast<unsigned char>(letter);
    if (std::isalnum(c) != 0 || c >= 0x80 || c == '\'') {
      word = (word ^ static_cast<unsigned char>(std::tolower(c))) * kStep;
    } else if (word != kStart) {
      words.push_back(word);
      word = kStart;
    }
  }
  if (word != kStart) words.push_back(word);
  return words;
}

class Runs {
 public:
  void add(std::uint32_t conversation, std::string_view text) {
    const auto words = words_of(text);
    for (std::size_t i = 0; i + kRun <= words.size(); ++i) {
      std::uint64_t run = 0;
      for (std::size_t j = 0; j < kRun; ++j) run = run * 0x9e3779b97f4a7c15ULL + words[i + j];
      auto& seen = runs_.try_emplace(run, Seen{conversation, false, 0}).first->second;
      seen.elsewhere = seen.elsewhere || seen.first != conversation;
      ++seen.count;
    }
  }
  void count(TextReport& report) const {
    for (const auto& [run, seen] : runs_) {
      report.runs += seen.count;
      if (seen.elsewhere) report.repeated += seen.count;
    }
  }

 private:
  struct Seen {
    std::uint32_t first;
    bool elsewhere;
    std::int64_t count;
  };
  std::unordered_map<std::uint64_t, Seen> runs_;
};

// [2020-12-22T11:03:45] Grace Hayes (Customer): text
struct ChatLine {
  std::string_view time, name, role, text;
};

std::optional<ChatLine> chat_line(std::string_view line) {
  constexpr std::size_t kTime = 19;
  if (line.size() < kTime + 3 || line[0] != '[' || line[kTime + 1] != ']') return std::nullopt;
  const std::size_t open = line.find(" (", kTime);
  const std::size_t close = line.find("): ", kTime);
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  return ChatLine{line.substr(1, kTime), line.substr(kTime + 3, open - kTime - 3), line.substr(open + 2, close - open - 2),
                  line.substr(close + 3)};
}

bool has(const store::OpenOrg& org, std::string_view name) {
  const org::SObject* object = org.catalog->find(name);
  return object != nullptr && !object->is_virtual();
}

Result<void> add_mails(const store::OpenOrg& org, Runs& runs, std::map<std::string, std::uint32_t>& conversations) {
  LOCALORG_TRY(store::Statement rows, org.database.prepare("SELECT ParentId, TextBody FROM EmailMessage WHERE ParentId IS NOT "
                                                           "NULL AND TextBody IS NOT NULL ORDER BY Id"));
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) return {};
    const std::string parent(rows.text(0));
    const auto known = conversations.find(parent);
    if (known == conversations.end() && static_cast<std::int64_t>(conversations.size()) >= kMostConversations) continue;
    const auto index = conversations.try_emplace(parent, static_cast<std::uint32_t>(conversations.size())).first->second;
    const std::string_view text = rows.text(1);
    runs.add(index, text.substr(0, text.rfind("\n\n")));
  }
}

Result<void> add_chats(const store::OpenOrg& org, Runs& runs, std::map<std::string, std::uint32_t>& conversations) {
  LOCALORG_TRY(store::Statement rows, org.database.prepare("SELECT CaseId, Body FROM LiveChatTranscript WHERE CaseId IS NOT "
                                                           "NULL AND Body IS NOT NULL ORDER BY Id"));
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row || static_cast<std::int64_t>(conversations.size()) >= kMostConversations) return {};
    const auto index =
        conversations.try_emplace(std::string(rows.text(0)), static_cast<std::uint32_t>(conversations.size())).first->second;
    const std::string body = without_entities(rows.text(1));
    for (const std::string_view line : text::split(body, '\n')) {
      if (const auto parts = chat_line(line)) runs.add(index, parts->text);
    }
  }
}

// What is wrong with a transcript, or nothing.
const char* fault_of(const std::string& body, std::string_view created, std::string_view end, std::string_view customer,
                     std::string_view agents) {
  std::string before(created.substr(0, 19));
  for (const std::string_view line : text::split(body, '\n')) {
    const auto parts = chat_line(line);
    if (!parts || (parts->role != "Customer" && parts->role != "Agent")) return "a line of another layout";
    if (parts->time < before) return "lines that go back in time";
    before = parts->time;
    const bool known = parts->role == "Customer" ? customer.empty() || parts->name == customer
                                                 : agents.empty() || agents.find(parts->name) != std::string_view::npos;
    if (!known) return "somebody who has no part in the case";
  }
  return before == end.substr(0, 19) || end.empty() ? nullptr : "a last line that is not at the EndTime";
}

}  // namespace

Result<TextReport> check_texts(const store::OpenOrg& org) {
  Runs runs;
  TextReport report;
  std::map<std::string, std::uint32_t> conversations;
  // Chats first: they are fewer, so that both kinds are among the first thousand.
  if (has(org, "LiveChatTranscript")) LOCALORG_CHECK(add_chats(org, runs, conversations));
  if (has(org, "EmailMessage")) LOCALORG_CHECK(add_mails(org, runs, conversations));
  runs.count(report);
  report.conversations = static_cast<std::int64_t>(conversations.size());
  return report;
}

Result<void> check_chats(const store::OpenOrg& org, std::vector<Finding>& findings) {
  for (const char* object : {"LiveChatTranscript", "Case", "Account", "CaseHistory__c", "User"}) {
    if (!has(org, object)) return {};
  }
  LOCALORG_TRY(
      store::Statement rows,
      org.database.prepare("SELECT t.Id, t.Body, t.EndTime, c.CreatedDate, a.Name, (SELECT group_concat(u.Name, '|') FROM "
                           "CaseHistory__c h JOIN User u ON u.Id = h.NewValue__c WHERE h.CaseId__c = c.Id) FROM "
                           "LiveChatTranscript t JOIN \"Case\" c ON c.Id = t.CaseId LEFT JOIN Account a ON a.Id = "
                           "c.AccountId WHERE t.Body IS NOT NULL"));
  std::map<std::string, Fault> faults;
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) break;
    const char* fault = fault_of(without_entities(rows.text(1)), rows.text(3), rows.text(2), rows.text(4), rows.text(5));
    if (fault != nullptr) faults[fault].add(rows.text(0));
  }
  for (const auto& [what, fault] : faults)
    findings.push_back({"conversations", "LiveChatTranscript", fault.text("chats with " + what)});
  return {};
}

}  // namespace localorg::dataset
