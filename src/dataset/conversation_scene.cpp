#include "dataset/conversation_scene.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "dataset/conversation.h"
#include "dataset/generate_extras.h"

namespace localorg::dataset {
namespace {

constexpr int kRedraws = 40;
constexpr std::size_t kShortestDescription = 63, kLongestDescription = 149;
constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
constexpr std::array kWeekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

std::string digits(std::size_t count, Random& random) {
  std::string text = std::to_string(random.between(1, 9));
  while (text.size() < count) text += std::to_string(random.below(10));
  return text;
}

std::string letters(std::size_t count, Random& random) {
  constexpr std::string_view kReadable = "ABCDEFGHJKLMNPQRTUVWXYZ2346789";
  std::string text;
  while (text.size() < count) text += kReadable[random.below(kReadable.size())];
  return text;
}

std::chrono::year_month_day date_of(int day) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

std::string date_words(int day, Random& random) {
  const auto date = date_of(day);
  const unsigned month = static_cast<unsigned>(date.month());
  const std::string number = std::to_string(static_cast<unsigned>(date.day()));
  const std::string name = kMonths[month - 1];
  switch (random.below(4)) {
    case 0: return name + " " + number;
    case 1: return number + " " + name;
    case 2: return std::to_string(month) + "/" + number;
    default: return name.substr(0, 3) + " " + number;
  }
}

// How long ago something was bought.
std::string ago_words(int days) {
  constexpr int kWeek = 7, kMonth = 30;
  if (days <= 0) return "today";
  if (days == 1) return "yesterday";
  if (days < 2 * kWeek) return std::to_string(days) + " days ago";
  if (days < 2 * kMonth) return (days % kWeek == 0 ? "" : "about ") + std::to_string((days + 3) / kWeek) + " weeks ago";
  return "about " + std::to_string((days + kMonth / 2) / kMonth) + " months ago";
}

std::string price_words(std::int64_t cents) {
  std::string text = "$" + std::to_string(cents / 100);
  if (cents % 100 != 0) text += "." + std::to_string(cents % 100 / 10) + std::to_string(cents % 10);
  return text;
}

// Another product of the same shelf, by name.
std::string other_product(const World& world, const Case& c, Random& random) {
  constexpr int kTries = 24;
  const Product& product = world.product_of(c);
  const Product* found = nullptr;
  for (int i = 0; i < kTries; ++i) {
    const Product& other = random.pick(world.products);
    if (other.name == product.name) continue;
    found = &other;
    if (other.categories.front() == product.categories.front()) break;
  }
  return found == nullptr ? world.bank.categories[product.categories.front()].name + " Sample" : found->name;
}

std::string draw_subject(const World& world, const Case& c, Random& random) {
  constexpr int kNamesProduct = 370;
  const Lines& all = world.issue_of(c).subjects;
  const bool names = random.per_mille(kNamesProduct);
  const std::string* subject = &random.pick(all);
  for (int i = 0; i < kRedraws && names != (subject->find("{product}") != std::string::npos); ++i) subject = &random.pick(all);
  return fill(*subject, {{"product", world.product_of(c).name}});
}

std::string draw_description(const World& world, const Case& c, Random& random) {
  constexpr int kNamesProduct = 500, kHasTail = 420;
  const IssueWords& issue = world.issue_of(c);
  std::string text;
  for (int i = 0; i < kRedraws; ++i) {
    text = fill(random.pick(random.per_mille(kNamesProduct) ? issue.product_descriptions : issue.descriptions),
                {{"product", world.product_of(c).name}});
    const std::string tail = expand(random.pick(world.bank.talk.at("descriptionTails")), Rules(), random);
    if (random.per_mille(kHasTail) && text.ends_with('.') && text.size() + tail.size() + 2 <= kLongestDescription) {
      text.replace(text.size() - 1, 1, ", " + tail + ".");
    }
    if (text.size() >= kShortestDescription && text.size() <= kLongestDescription) break;
  }
  return text;
}

// Swaps two letters inside a long word, now and then.  Slots are left alone.
std::string with_typos(std::string text, Random& random) {
  constexpr int kRate = 35, kLongWord = 5;
  int length = 0;
  bool in_slot = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') in_slot = true;
    if (text[i] == '}') in_slot = false;
    const bool letter = text[i] >= 'a' && text[i] <= 'z';
    length = letter && !in_slot ? length + 1 : 0;
    if (length == kLongWord && random.per_mille(kRate)) std::swap(text[i - 1], text[i - 2]);
  }
  return text;
}

Habits habits_of(const World& world, std::uint32_t customer) {
  constexpr int kTypos = 150, kLowerCase = 120;
  Random random(world.seed(), "habits", customer);
  return {random.per_mille(kTypos), random.per_mille(kLowerCase)};
}

}  // namespace

bool was_handed_over(const Case& c) {
  return c.transferred && c.messages[1].act != Act::offer_direct && c.messages[1].act != Act::ask;
}

Scene::Scene(const World& world, std::uint32_t case_index) : world_(world), case_(world.cases[case_index]) {
  constexpr int kSameSubject = 500;
  Random random(world.seed(), "threads", case_index);
  const std::string other = draw_subject(world, case_, random);
  text_.subject = case_.plain_subject ? world.issue_of(case_).name : other;
  text_.description = draw_description(world, case_, random);
  first_subject_ = random.per_mille(kSameSubject) ? text_.subject : draw_subject(world, case_, random);
  habits_ = habits_of(world, world.order_of(case_).customer);

  local_["mail.takeover"] = was_handed_over(case_) ? world.bank.talk.at("mail.takeoverOpenings") : Lines{""};
  rules_.add("", local_);
  rules_.add("", world.bank.talk);
  rules_.add("mood.", random.pick(world.bank.moods).second);
  rules_.add("issue.", world.issue_of(case_).talk);
  if (case_.remedy < world.bank.remedies.size()) {
    const RemedyWords& remedy = world.bank.remedies[case_.remedy];
    const FollowUp& follow_up = random.pick(remedy.follow_up);
    local_["remedy.question"] = {follow_up.question};
    local_["remedy.answer"] = {follow_up.answer};
    rules_.add("remedy.", remedy.talk);
  }
  draw_words(random);
}

// A line of the lists that fit what the product has, each line as likely as the others.
const std::string& Scene::of_traits(const Facts::mapped_type& lists, Random& random) const {
  const Lines& traits = world_.noun_of(case_).traits;
  const auto fits = [&](const std::string& trait) { return std::find(traits.begin(), traits.end(), trait) != traits.end(); };
  std::size_t count = 0;
  for (const auto& [trait, lines] : lists) count += fits(trait) ? lines.size() : 0;
  if (count == 0) return random.pick(lists.at("*"));
  std::size_t chosen = random.below(count);
  for (const auto& [trait, lines] : lists) {
    if (!fits(trait)) continue;
    if (chosen < lines.size()) return lines[chosen];
    chosen -= lines.size();
  }
  return lists.begin()->second.front();
}

void Scene::draw_words(Random& random) {
  const Order& order = world_.order_of(case_);
  const Customer& customer = world_.customers[order.customer];
  const Agent& owner = world_.agents[case_.owner];
  words_["first"] = customer.person.first;
  words_["customer"] = customer.person.full();
  words_["next_agent"] = owner.person.full();
  words_["next_first"] = owner.person.first;
  words_["product"] = world_.product_of(case_).name;
  words_["order_number"] = digits(10, random);  // it fits no record, as in the published org
  words_["price"] = price_words(price_cents(world_.product_of(case_), world_.books[order.book]));
  words_["city"] = customer.city;
  words_["state"] = world_.bank.places[customer.place].state;
  words_["company"] = world_.bank.company;
  words_["shop"] = world_.bank.shop;
  words_["code"] = letters(4, random) + "-" + letters(5, random);
  words_["ref"] = letters(2, random) + "-" + digits(5, random);
  words_["other"] = other_product(world_, case_, random);
  words_["ago"] = ago_words(day_of_ms(case_.created) - order.day);
  words_["order_date"] = date_words(order.day, random);
  for (auto& [slot, word] : own_words(world_, case_)) words_[slot] = std::move(word);
  draw_facts(world_.bank.facts, random);
  draw_facts(world_.issue_of(case_).facts, random);
  if (case_.remedy < world_.bank.remedies.size()) draw_facts(world_.bank.remedies[case_.remedy].facts, random);
}

// Facts may name others: all are drawn before any is filled.
void Scene::draw_facts(const Facts& facts, Random& random) {
  for (const auto& [name, kinds] : facts) words_[name] = expand(of_traits(kinds, random), rules_, random);
  for (const auto& [name, kinds] : facts) words_[name] = filled(words_[name], {}, random);
}

// Facts within facts are filled as well, and what is only named in passing is drawn anew each time.
std::string Scene::filled(std::string_view text, const Words& more, Random& random) const {
  std::string out(text);
  bool named = false;
  for (std::size_t open = out.find('{'); open != std::string::npos; open = out.find('{', open)) {
    const std::size_t close = out.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = out.substr(open + 1, close - open - 1);
    std::string word;
    // Nobody says a name twice in a message: "You're welcome, Ana. Your case is closed, Ana."
    const bool is_name = name == "first" || name == "agent_first";
    if (is_name && named && open >= 2 && out.compare(open - 2, 2, ", ") == 0) {
      out.erase(open - 2, close - open + 3);
      open -= 2;
      continue;
    }
    named = named || is_name;
    if (const auto passing = world_.bank.passing.find(name); passing != world_.bank.passing.end()) {
      word = expand(of_traits(passing->second, random), rules_, random);
    } else if (const auto own = more.find(name); own != more.end()) {
      word = own->second;
    } else if (const auto found = words_.find(name); found != words_.end()) {
      word = found->second;
    }
    out.replace(open, close - open + 1, word);
  }
  return out;
}

Scene::Words Scene::words_of(const Message& message) const {
  const Person& agent = world_.agents[agent_at(case_, message)].person;
  const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::days{day_of_ms(message.at)}}};
  return {{"agent", agent.full()}, {"agent_first", agent.first}, {"today", kWeekdays[weekday.c_encoding()]}};
}

std::string Scene::say(std::string_view rule, const Message& message, bool chat, Random& random) const {
  std::string text = expand_rule(rule, rules_, random);
  const bool by_customer = is_by_customer(message.act);
  if (by_customer && habits_.typos) text = with_typos(std::move(text), random);
  text = filled(text, words_of(message), random);
  return polished(text, !(chat && by_customer && habits_.lower_case));
}

}  // namespace localorg::dataset
