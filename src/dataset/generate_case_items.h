// Which bought item each case is about.
//
//     planned:  a few accounts and products come up often, most of them seldom or never
//     a case:   an item whose product can have the issue, bought about as long before as the issue takes to show, of an account
//               and a product that have some of their plan left
#pragma once

#include "base/result.h"
#include "dataset/world.h"

namespace localorg::dataset {

// No two cases are about one item.  Where nothing that can have the issue is left (a shop that sells balls alone, and a size
// that does not fit), the case gets an issue that the item can have.  Fails with USAGE where nothing has been bought yet to
// complain about.
Result<void> choose_case_items(World& world);

}  // namespace localorg::dataset
