// WITH and UPDATE: a part of bind().
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "org/catalog.h"
#include "soql/ast.h"
#include "sosl/ast.h"
#include "sosl/bound.h"

namespace localorg::sosl {

// What a WITH clause asks of the records beside the words.
struct Narrowing {
  std::string price_book;  // WITH PricebookId: an Id; empty: none

  // Adds conditions to the query of one object:
  //     Id IN (SELECT Product2Id FROM PricebookEntry WHERE Pricebook2Id = '01s...')
  // where a child of the object refers to the price book's object too.  Others are not narrowed (documented for products).
  void narrow(soql::Query& query, const org::Catalog& catalog) const;
};

// USING ListView: Recent keeps those of the object among `recent`, the records that the user viewed last.  No org here has
// other list views: Invalid using expr (assumed).
Result<void> use_list_view(const ListView& list_view, const std::vector<std::string>& recent, const org::Catalog& catalog,
                           soql::Query& query);

// Checks the WITH clauses, and sets what of them shows in the answer.
Result<Narrowing> bind_with(const Search& search, BoundSearch& bound);
Result<void> check_update(const Search& search);

}  // namespace localorg::sosl
