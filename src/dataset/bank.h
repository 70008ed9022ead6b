// Word banks: what a generated org is about.  All of its words, and the few numbers that belong to a word (how often an issue
// occurs, what a noun costs), come from data/banks/<name>/*.json; the shape of the org is in generate_shape.h.
//
//     company.json        names.json    places.json     who and where
//     catalogue.json      traits.json  pricebooks.json  what is sold, what it is like, and for how much
//     issues.json         remedies.json                 what goes wrong, and what may be offered
//     conversations.json  articles.json                 how people write about it
//     records.json                                      what its org has beyond the others (generate_extras.h)
//
// Texts have {slots}; fill() puts words into them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataset/generate_sizes.h"
#include "dataset/grammar.h"

namespace localorg::dataset {

// What a case is about in detail, drawn once per case and the same in all its messages: {size}, {fault}.  By trait of the
// product: all lists of its traits are drawn from; "*" is for products that have none of them.
using Facts = std::map<std::string, std::map<std::string, Lines, std::less<>>, std::less<>>;

struct NameRegion {
  std::uint64_t share;
  Lines first, last;
};

struct Place {
  std::string state, area_code;
  std::uint64_t share;  // in proportion to the others
  Lines cities;
};

struct CategoryWords {
  std::string name, description;
};

struct Noun {
  std::string name, kind;
  std::int64_t least_dollars, most_dollars;
  Lines traits = {};              // what it has and does: sized, sole, battery; its kind and its name are among them
  std::vector<bool> issues = {};  // by issue: can a case about it have this one?
};

// Products of one sort: they share their categories, and their names are made of the same words.
struct ProductLine {
  std::vector<std::size_t> categories;  // the main one first
  std::uint64_t products;               // at scale 1
  Lines qualifiers, middles, longs;     // Pro | Trail | Trail Running
  std::vector<std::size_t> nouns;       // twice for what is twice as frequent
  Talk words;                           // of descriptions, before those of the noun and its kind
};

struct BookWords {
  std::string name, description;
  int from_month, from_day, to_month, to_day;  // valid from .. to, the second day excluded
  int year_offset;                             // of the first day
  int first_year, last_year;
  std::int64_t percent;  // of the product's price
  bool event;            // a sale within a season
};

struct FollowUp {
  std::string question, answer;
};

struct RemedyWords {
  std::string name;
  int days;   // granted until so many days after the purchase; 0: at any time
  Talk talk;  // offer, terms, chat: how an agent offers it
  Facts facts;
  std::string subject;  // of a last mail
  std::vector<FollowUp> follow_up;
};

struct IssueWords {
  std::string name, description;
  std::uint64_t cases, transfers, unskilled;  // at scale 1; agents out of 100 who lack the skill
  std::uint64_t plain_subjects;               // cases whose subject is the issue's name
  std::vector<std::uint64_t> priorities;      // weights of High, Medium, Low
  std::vector<std::int64_t> delay_days;       // from order to case: least, quarter, half, three quarters, most
  std::vector<std::size_t> remedies;          // allowed ones
  Lines kinds;                                // of products that it prefers; empty: any
  Lines needs;                                // traits, of which a product must have one; empty: any product can have it
  Lines subjects, descriptions, product_descriptions;
  Talk talk;  // what customers and agents say about it: what, detail, want, ask, answer, finding, ...
  Facts facts;
};

// A question that an article answers.  The evidence stands in the article word for word and holds the answer.
struct Fact {
  std::string question, answer, evidence;
};

// Of a remedy that an issue allows: with a limit in days, and without.
struct PolicyQuestions {
  Lines limit_questions, limit_answers, open_questions, open_answers;
};

// What a policy article says of a remedy, with the number of {days}.
struct Clause {
  std::size_t remedy;
  std::string text;
};

struct ArticleWords {
  std::optional<std::size_t> issue;     // of a policy article
  std::optional<std::size_t> category;  // of products that it names
  std::string title, summary;
  Lines paragraphs;
  Talk facts;                   // slots of its own, one of whose values holds in an org
  std::vector<Clause> clauses;  // where a paragraph says {remedies}
  std::vector<Fact> questions;
};

// An object that only this bank's org has, with its records: texts by field.
struct OwnObject {
  std::string name;
  std::vector<std::vector<std::pair<std::string, std::string>>> records;
};

// A field that only this bank's org has, in the records of an object that every generated org has: Account, Product2, Order,
// OrderItem or Case.  It is filled in one of three ways.
struct OwnField {
  std::string object, field;
  std::map<std::string, Lines, std::less<>> values;  // one of these, by trait of the record's product
  std::string of;                                    // or a record of this own object
  std::string from;                                  // or, for a case, what its order has in the field of that name
  std::string slot;  // what texts call the record that an order points to; empty: they do not speak of it
};

struct Bank {
  BankShape shape;
  std::string schema;          // the org that it fills, of data/orgs
  std::string product_prefix;  // of product codes
  std::string company, shop, domain, customer_domain, support_hours, country;
  Lines roles;
  std::vector<NameRegion> regions;
  std::map<std::string, std::string, std::less<>> letters;  // a letter beyond ASCII, and how a mail address writes it
  std::vector<Place> places;
  std::vector<CategoryWords> categories;
  std::vector<Noun> nouns;
  Lines descriptions;  // of products, with alternatives
  // What descriptions say of a noun or of a kind of nouns: adjective, feature, does, use.
  std::map<std::string, Talk, std::less<>> words;
  std::map<std::string, std::string, std::less<>> trait_words;  // word -> the trait of all products of which it may be said
  std::vector<ProductLine> product_lines;
  std::vector<BookWords> books;
  std::map<std::string, Lines, std::less<>> other_words;  // how customers say the first word of a product's name
  std::vector<std::int64_t> yearly_percent;               // prices by year, from the first year on
  std::vector<RemedyWords> remedies;
  std::vector<IssueWords> issues;
  Talk talk;                                        // conversations.json, by path: mail.thanks
  std::vector<std::pair<std::string, Talk>> moods;  // of customers
  Facts facts;                                      // of any case
  Facts passing;                                    // drawn anew wherever they are named: a weekday, an hour
  PolicyQuestions policy_questions;
  std::vector<ArticleWords> articles;
  std::vector<OwnObject> own_objects;
  std::vector<OwnField> own_fields;
};

// Reads data/banks/<name>/, as it was compiled in.
Result<Bank> read_bank(std::string_view name);

// Those that were compiled in: "bikehire, retail".
std::string bank_names();

// Its schema, products, remedies and issues alone.
Result<Bank> read_products_and_issues(std::string_view name);

using Slots = std::vector<std::pair<std::string_view, std::string_view>>;

// `text` with each {name} replaced by its word.  A slot that is not among `slots` stays as it is.
std::string fill(std::string_view text, const Slots& slots);

// An address's part: ASCII, lower case, letters and digits only.  Müller -> mueller
std::string plain_letters(const Bank& bank, std::string_view word);

}  // namespace localorg::dataset
