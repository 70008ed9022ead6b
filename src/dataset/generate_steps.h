// The steps of `generate`, in their order.  Each fills its part of the world from the parts before it, drawing from the random
// streams of its own name; none does I/O.
#pragma once

#include "base/result.h"
#include "dataset/world.h"

namespace localorg::dataset {

// generate.cpp.  All steps, one after another: what there is to know about an org, before any of it becomes a record.
Result<World> make_world(const GenerateOptions& options);

// generate_catalogue.cpp.  Products by the lines of the bank, in a random order, so that the number of products of each
// category and of each combination of categories is exactly the bank's times the scale; few are favourites, many hardly sell.
void make_products(World& world);
// Price books by the bank's calendar: seasons that follow one another, and sales within them.
void make_books(World& world);

// generate_articles.cpp.  A policy article per issue, the general ones, and those on topics, which name real products.
void make_articles(World& world);

// generate_people.cpp.  Agents lack the skill for an issue as often as the bank says, and each lacks one to four.
void make_agents(World& world);
// Customers with state and city and shopping habits.
void make_customers(World& world);

// generate_orders.cpp.  Orders by day and what is in them, as the habits have it.
void make_orders(World& world);

// generate_cases.cpp.  Cases by the calendar, each about an item that was bought before, and no two about one item.  Fails
// with USAGE where nothing has been bought yet to complain about.
Result<void> make_cases(World& world);

// generate_routing.cpp.  Who handles each case and for how long: the owner has the skill; where the first agent lacks it, the
// case was handed over.
void route_cases(World& world);

// generate_conversations.cpp.  Who says what when, up to the last message, which closes the case; and what is offered.
void make_conversations(World& world);

}  // namespace localorg::dataset
