// Drawing tasks of each kind: a question with its words, to be answered and judged by generate_tasks.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/latent.h"
#include "dataset/random.h"
#include "eval/question.h"
#include "eval/truth.h"
#include "eval/wording.h"

namespace localorg::eval {

// A case of the org, for questions about one.
struct CaseRow {
  std::string id, subject, description, issue_id, product_id, product;
};

// Something that an account bought.
struct Purchase {
  std::string contact_id, account_id, product_id, product;
  Day day;
};

// What tasks are drawn from.
struct Sources {
  SqlRoute& route;
  const Wording& wording;
  const dataset::Latent* latent;
  Day first_case, last_case;
  std::vector<CaseRow> cases;                                             // those with issue and product
  std::vector<std::pair<std::string, std::string>> products;              // Id, name
  std::vector<Purchase> purchases;                                        // by account
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_account;  // of purchases: from, to
};

// A task without its answer.
struct Draft {
  Task task;        // query, required and source.metadata are set
  std::string key;  // two drafts with one key ask the same
};

// `none` is whether a question without an answer is still wanted more than one with an answer.  Nothing: draw again.
using Draw = std::optional<Draft> (*)(const Sources& sources, TaskKind kind, bool none, dataset::Random& random);

std::optional<Draft> draw_about_agents(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_about_product(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_about_regions(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_routing(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_knowledge(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_entity(const Sources&, TaskKind, bool none, dataset::Random&);
std::optional<Draft> draw_violation(const Sources&, TaskKind, bool none, dataset::Random&);

// A draft with its words; `facts` are the source's metadata, to which the kind is added.
Draft make_draft(const Sources& sources, TaskKind kind, std::string question, const dataset::Slots& slots, Json facts,
                 std::string key);

Result<Sources> read_sources(SqlRoute& route, const Wording& wording, const dataset::Latent* latent);

}  // namespace localorg::eval
