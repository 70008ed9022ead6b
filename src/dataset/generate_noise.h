// What a demo org has besides the company's data, as the published org was loaded into one: users of the system, chats that
// belong to no case, a product for shipping charges and one that its category lacks, price books without prices.  Each function
// follows the records of its object, or comes before them where its Ids are the smaller ones.
#pragma once

#include <string>

#include "base/result.h"
#include "dataset/generate_write.h"

namespace localorg::dataset {

namespace noise {
inline constexpr std::uint64_t kUsers = 52, kAccounts = 6, kContacts = 12, kProducts = 1, kBooks = 2, kMails = 7, kChats = 387;
inline constexpr std::uint64_t kRecords = kUsers + kAccounts + kContacts + kProducts + kBooks + kMails + kChats;
}  // namespace noise

// One product was loaded with an ASCII apostrophe in its category's name (Women's for Women’s) and so got no link to it.
// kNone without noise, or where no category's name has an apostrophe.
std::uint32_t misspelt_product(const World& world);
bool has_apostrophe(const World& world, std::size_t category);
std::string misspell(std::string name);  // of a category that has one

Result<void> write_noise_users(const Output& output, const World& world, Table& table);
Result<void> write_noise_accounts(const Output& output, const World& world, Table& table);
Result<void> write_noise_contacts(const Output& output, const World& world, Table& table);
Result<void> write_noise_products(const Output& output, Table& table);
Result<void> write_noise_books(const Output& output, const World& world, Table& table);
Result<void> write_noise_mails(const Output& output, const World& world, Table& table);
Result<void> write_noise_chats(const Output& output, const World& world, Table& table);

}  // namespace localorg::dataset
