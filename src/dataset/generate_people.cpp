// Agents and customers.
#include <algorithm>
#include <map>
#include <set>

#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

// Draws people of whom no two have the same name, nor the same mail address.
class People {
 public:
  People(const Bank& bank, const std::string& domain, Random& random)
      : bank_(bank), domain_(domain), random_(random), regions_(shares(bank.regions)) {}

  Person draw() {
    Person person = draw_name();
    // Where one region runs out of names, families mix.
    for (int tries = 0; names_.contains(person.full()); ++tries) {
      const Person other = draw_name();
      person = tries < kTries ? other : Person{other.first, other.last + "-" + draw_name().last, ""};
    }
    names_.insert(person.full());
    const std::string address = plain_letters(bank_, person.first) + "." + plain_letters(bank_, person.last);
    const int namesake = ++addresses_[address];
    person.mail = address + (namesake > 1 ? std::to_string(namesake) : "") + "@" + domain_;
    return person;
  }

 private:
  static constexpr int kTries = 40;
  static constexpr int kMixed = 60;  // out of a thousand have a first name from elsewhere

  static Weighted shares(const std::vector<NameRegion>& regions) {
    std::vector<std::uint64_t> weights;
    for (const NameRegion& region : regions) weights.push_back(region.share);
    return Weighted(weights);
  }

  Person draw_name() {
    const NameRegion& family = bank_.regions[regions_.draw(random_)];
    const NameRegion& given = random_.per_mille(kMixed) ? bank_.regions[regions_.draw(random_)] : family;
    return {random_.pick(given.first), random_.pick(family.last), ""};
  }

  const Bank& bank_;
  std::string domain_;
  Random& random_;
  Weighted regions_;
  std::set<std::string> names_;
  std::map<std::string, int> addresses_;
};

// 555-0100 to 555-0199 belong to nobody.
std::string draw_phone(const std::string& area_code, Random& random) {
  return "(" + area_code + ") 555-01" + std::to_string(random.below(10)) + std::to_string(random.below(10));
}

// Which issue each missing skill is about: `unskilled` of a hundred agents for each issue, and never all of them.
std::vector<std::size_t> missing_skills(const World& world, Random& random) {
  std::vector<std::size_t> deck;
  for (std::size_t issue = 0; issue < world.bank.issues.size(); ++issue) {
    const std::uint64_t count = share(world.agents.size(), world.bank.issues[issue].unskilled, 100);
    deck.insert(deck.end(), std::min<std::uint64_t>(count, world.agents.size() - 1), issue);
  }
  random.shuffle(deck);
  return deck;
}

// Deals the missing skills out: one to each agent, the others to whom they still fit.
void deal_skills(World& world, Random& random) {
  const std::size_t issues = world.bank.issues.size();
  std::vector<int> missing(world.agents.size(), 0);
  for (Agent& agent : world.agents) agent.skills.assign(issues, true);
  constexpr std::size_t kTriesEach = 20;
  std::size_t next = 0;
  for (const std::size_t issue : missing_skills(world, random)) {
    const auto taken = [&](std::size_t a) { return !world.agents[a].skills[issue] || missing[a] >= shape::kMostSkillsMissing; };
    std::size_t agent = next < world.agents.size() ? next++ : random.below(world.agents.size());
    std::size_t tries = kTriesEach * world.agents.size();
    while (taken(agent) && tries-- > 0) agent = random.below(world.agents.size());
    if (taken(agent)) continue;
    world.agents[agent].skills[issue] = false;
    ++missing[agent];
  }
}

// The place of each customer, in proportion to the shares, in a random order.
std::vector<std::uint32_t> deal_places(const World& world, std::uint64_t count, Random& random) {
  std::vector<std::uint64_t> shares;
  for (const Place& place : world.bank.places) shares.push_back(place.share);
  std::vector<std::uint32_t> deck;
  const auto counts = apportion(count, shares, count >= shares.size() ? 1 : 0);
  for (std::size_t place = 0; place < counts.size(); ++place)
    deck.insert(deck.end(), counts[place], static_cast<std::uint32_t>(place));
  random.shuffle(deck);
  return deck;
}

// Orders of each account: 1 to 20, about evenly spread.
std::vector<std::uint64_t> deal_orders(const World& world, Random& random) {
  std::vector<std::uint64_t> weights(world.accounts);
  for (std::uint64_t& weight : weights) weight = random.below(1000) + 1;
  const std::uint64_t each = world.sizes.orders / world.accounts;
  return apportion(world.sizes.orders, weights, 1, std::max(shape::kMostOrdersPerAccount, 2 * each));
}

// Two or three categories, the larger ones more often.
std::vector<std::size_t> draw_favourites(const Weighted& categories, Random& random) {
  std::vector<std::size_t> favourites;
  const std::size_t count = std::min(2 + random.below(2), categories.choices());
  while (favourites.size() < count) {
    const std::size_t category = categories.draw(random);
    if (std::find(favourites.begin(), favourites.end(), category) == favourites.end()) favourites.push_back(category);
  }
  return favourites;
}

Weighted category_sizes(const World& world) {
  std::vector<std::uint64_t> sizes(world.bank.categories.size(), 0);
  for (const ProductLine& line : world.bank.product_lines) {
    for (const std::size_t category : line.categories) sizes[category] += line.products;
  }
  return Weighted(sizes);
}

}  // namespace

void make_agents(World& world) {
  Random random(world.seed(), "agents");
  People people(world.bank, world.bank.domain, random);
  world.agents.resize(world.sizes.agents);
  for (Agent& agent : world.agents) {
    agent.person = people.draw();
    agent.phone = draw_phone(random.pick(world.bank.places).area_code, random);
    agent.role = random.pick(world.bank.roles);
    agent.pace = static_cast<int>(random.below(300));
  }
  deal_skills(world, random);
}

void make_customers(World& world) {
  Random random(world.seed(), "customers");
  People people(world.bank, world.bank.customer_domain, random);
  world.accounts = world.sizes.accounts;
  world.customers.resize(world.sizes.contacts);
  const auto places = deal_places(world, world.customers.size(), random);
  const auto orders = deal_orders(world, random);
  const Weighted categories = category_sizes(world);
  constexpr std::uint64_t kMostDecline = 25;
  for (std::size_t i = 0; i < world.customers.size(); ++i) {
    Customer& customer = world.customers[i];
    customer.person = people.draw();
    customer.place = places[i];
    const Place& place = world.bank.places[customer.place];
    customer.city = random.pick(place.cities);
    customer.phone = draw_phone(place.area_code, random);
    customer.orders = i < world.accounts ? orders[i] : 0;
    customer.favourites = draw_favourites(categories, random);
    customer.favourite_month = static_cast<int>(random.between(1, 12));
    customer.decline = static_cast<int>(random.below(kMostDecline));
    customer.trouble = static_cast<int>(random.below(100));
  }
}

}  // namespace localorg::dataset
