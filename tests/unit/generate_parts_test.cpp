// What generating is built of: random numbers, shares, quantiles, scales, and the words of a bank.
#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "dataset/apportion.h"
#include "dataset/bank.h"
#include "dataset/bank_articles.h"
#include "dataset/random.h"
#include "dataset/scale.h"
#include "dataset/verify_fit.h"

using namespace localorg;
using namespace localorg::dataset;

TEST_CASE("random: the same numbers everywhere") {
  Random random(1, "a stream");
  CHECK(random.next() == 3733747280395471244ULL);
  CHECK(random.next() == 7000986305358885085ULL);
  CHECK(Random(1, "a stream").next() != Random(2, "a stream").next());
  CHECK(Random(1, "a stream").next() != Random(1, "another").next());
  CHECK(Random(1, "a stream", 0).next() != Random(1, "a stream", 1).next());
  for (int i = 0; i < 1000; ++i) {
    const auto value = random.between(-2, 2);
    CHECK(value >= -2);
    CHECK(value <= 2);
  }
}

TEST_CASE("apportion: counts add up and stay in bounds") {
  using Counts = std::vector<std::uint64_t>;
  CHECK(apportion(10, Counts{1, 1, 2}) == Counts{2, 3, 5});
  CHECK(apportion(10, Counts{1, 1, 2}, 1, 4) == Counts{2, 4, 4});
  CHECK(apportion(3, Counts{5, 5, 5}, 1) == Counts{1, 1, 1});
  CHECK(apportion(0, Counts{7, 7}) == Counts{0, 0});
}

TEST_CASE("value_at: values follow the quantiles") {
  const std::vector<Quantile> table = {{0, 10}, {500, 20}, {1000, 100}};
  CHECK(value_at(table, 0, 5) == 10);
  CHECK(value_at(table, 1, 5) == 15);
  CHECK(value_at(table, 2, 5) == 20);
  CHECK(value_at(table, 3, 5) == 60);
  CHECK(value_at(table, 4, 5) == 100);
}

TEST_CASE("scale: hundredths, as short as they can be written") {
  for (const char* text : {"1", "100", "0.5", "0.01", "12.34"}) CHECK(Scale::parse(text)->text() == text);
  CHECK(Scale::parse("1.50")->text() == "1.5");
  CHECK(*Scale::parse("3.00") == Scale(3));
  for (const char* text : {"", ".5", "1.", "1.234", "-1", "1e2", "x", "1 ", "123456789"})
    CHECK(!Scale::parse(text).has_value());
  CHECK(Scale::parse("0.05")->times(195) == 10);
  CHECK(Scale::parse("0.01")->times(12) == 1);
}

TEST_CASE("fill: slots become words") {
  CHECK(fill("Hi {first}, about {product}: {unknown}", {{"first", "Ana"}, {"product", "Pro Cap"}}) ==
        "Hi Ana, about Pro Cap: {unknown}");
  const Bank bank = *read_bank("retail");
  CHECK(plain_letters(bank, "Müller") == "mueller");
  CHECK(plain_letters(bank, "Al-Farsi") == "alfarsi");
  CHECK(plain_letters(bank, "Łukasz") == "lukasz");
}

TEST_CASE("misplaced_word: words that are said of other products only") {
  const Bank bank = *read_bank("retail");
  const Noun* ball = noun_of_name(bank, "Pro Soccer Ball 2");
  const Noun* shoes = noun_of_name(bank, "Marathon Trail Running Shoes");
  REQUIRE(ball != nullptr);
  REQUIRE(shoes != nullptr);
  CHECK(ball->name == "Ball");
  CHECK(misplaced_word(bank, *ball, "the size chart is wrong") == "size");
  CHECK(misplaced_word(bank, *ball, "the cover split, and I got a Zen Yoga Strap") == "");
  CHECK(misplaced_word(bank, *shoes, "the left sole peels at the toe; size 9") == "");
  CHECK(misplaced_word(bank, *shoes, "the battery won't charge") == "battery");
  CHECK(noun_of_name(bank, "Pro Football") == nullptr);
}

TEST_CASE("bank: an article that does not say what it is asked for is refused") {
  Bank bank = *read_bank("retail");
  CHECK(check_articles(bank).has_value());
  ArticleWords& words = bank.articles.at(0);
  const Fact fact = words.questions.at(0);
  words.questions[0].evidence = "something else";
  CHECK(check_articles(bank).error().message == "the article '" + words.title + "' does not say 'something else'");
  words.questions[0] = fact;
  words.clauses.pop_back();
  CHECK(check_articles(bank).error().message == "the article '" + words.title + "' lists other remedies than its issue allows");
}
