// ProductCategory, Product2, ProductCategoryProduct, Pricebook2, PricebookEntry.
#include "dataset/generate_noise.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_write.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kAnnouncedDays = 30;     // a price book is made so long before it is valid
constexpr const char* kProductCatalog = "0ZS";  // ProductCatalog, which the org does not hold

// Set up in the weeks before the org opened, object by object.
constexpr std::int64_t kCategoriesMs = shape::kSetUpMs + 7 * kMsPerDay;
constexpr std::int64_t kProductsMs = shape::kSetUpMs + 8 * kMsPerDay;
constexpr std::int64_t kLinksMs = shape::kSetUpMs + 15 * kMsPerDay;

// A product is in the categories that its External_ID__c names, rightly spelt.
struct Link {
  std::size_t product, category;
};

std::vector<Link> links_of(const World& world) {
  const std::uint32_t misspelt = misspelt_product(world);
  std::vector<Link> links;
  for (std::size_t i = 0; i < world.products.size(); ++i) {
    for (const std::size_t category : world.products[i].categories) {
      if (i != misspelt || !has_apostrophe(world, category)) links.push_back({i, category});
    }
  }
  return links;
}

std::vector<std::uint64_t> products_per_category(const World& world) {
  std::vector<std::uint64_t> counts(world.bank.categories.size(), 0);
  for (const Link& link : links_of(world)) ++counts[link.category];
  return counts;
}

Result<void> write_categories(Output& output, const World& world) {
  Table table(output, "ProductCategory");
  const auto counts = products_per_category(world);
  for (std::size_t i = 0; i < world.bank.categories.size(); ++i) {
    org::Record record = table.blank();
    record["Name"] = world.bank.categories[i].name;
    record["Description"] = world.bank.categories[i].description;
    record["CatalogId"] = org::make_id(kProductCatalog, "Lo0", 1);
    record["SortOrder"] = static_cast<std::int64_t>(i + 1);
    record["NumberOfProducts"] = static_cast<std::int64_t>(counts[i]);
    LOCALORG_CHECK(table.add(std::move(record), {kCategoriesMs, kCategoriesMs, output.set_up_by}));
  }
  return {};
}

std::string product_code(const World& world, const Product& product) {
  std::string digits = std::to_string(product.number);
  return world.bank.product_prefix + "-" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

// The names of its categories and its number: Training Equipment, Yoga Apparel_17
std::string external_id(const World& world, const Product& product, bool misspelt) {
  std::string id;
  for (const std::size_t category : product.categories) {
    const std::string& name = world.bank.categories[category].name;
    id += (id.empty() ? "" : ", ") + (misspelt && has_apostrophe(world, category) ? misspell(name) : name);
  }
  return id + "_" + std::to_string(product.number);
}

Result<void> write_products(Output& output, const World& world) {
  Table table(output, "Product2");
  std::int64_t at = kProductsMs;
  const std::uint32_t misspelt = misspelt_product(world);
  for (const Product& product : world.products) {
    const bool is_misspelt = misspelt != kNone && &product == &world.products[misspelt];
    org::Record record = table.blank();
    record["Name"] = product.name;
    record["ProductCode"] = product_code(world, product);
    record["Description"] = product.description;
    record["IsActive"] = std::int64_t{1};
    record["QuantityUnitOfMeasure"] = "Each";
    record["External_ID__c"] = external_id(world, product, is_misspelt);
    at += kSecond;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  if (world.options.noise) LOCALORG_CHECK(write_noise_products(output, table));
  return {};
}

Result<void> write_links(Output& output, const World& world) {
  Table table(output, "ProductCategoryProduct");
  std::int64_t at = kLinksMs;
  for (const auto& [product, category] : links_of(world)) {
    const bool is_main = category == world.products[product].categories.front();
    org::Record record = table.blank();
    record["Name"] = table.auto_number("Name");
    record["ProductCategoryId"] = id_of(output.catalog, "ProductCategory", category);
    record["ProductId"] = id_of(output.catalog, "Product2", product);
    record["CatalogId"] = org::make_id(kProductCatalog, "Lo0", 1);
    record["IsPrimaryCategory"] = std::int64_t{is_main ? 1 : 0};
    at += kSecond;
    LOCALORG_CHECK(table.add(std::move(record), {at, at, output.set_up_by}));
  }
  return {};
}

std::int64_t book_made(const Pricebook& book) {
  return std::max(kLinksMs + 15 * kMsPerDay, (book.from_day - kAnnouncedDays) * kMsPerDay + 17 * 3600 * kSecond);
}

Result<void> write_books(Output& output, const World& world) {
  Table table(output, "Pricebook2");
  for (const Pricebook& book : world.books) {
    org::Record record = table.blank();
    record["Name"] = book.name;
    record["Description"] = book.description;
    record["IsActive"] = std::int64_t{1};
    record["ValidFrom"] = org::format_datetime(book.from_day * kMsPerDay);
    record["ValidTo"] = org::format_datetime(book.to_day * kMsPerDay - kSecond);
    LOCALORG_CHECK(table.add(std::move(record), {book_made(book), book_made(book), output.set_up_by}));
  }
  if (world.options.noise) LOCALORG_CHECK(write_noise_books(output, world, table));
  return {};
}

// Every product in every book: entry number book * products + product.
Result<void> write_entries(Output& output, const World& world) {
  Table table(output, "PricebookEntry");
  std::vector<std::string> products;
  for (std::size_t i = 0; i < world.products.size(); ++i) products.push_back(id_of(output.catalog, "Product2", i));
  for (std::size_t b = 0; b < world.books.size(); ++b) {
    const Pricebook& book = world.books[b];
    const std::string book_id = id_of(output.catalog, "Pricebook2", b);
    for (std::size_t p = 0; p < world.products.size(); ++p) {
      const Product& product = world.products[p];
      org::Record record = table.blank();
      record["Name"] = product.name;
      record["Pricebook2Id"] = book_id;
      record["Product2Id"] = products[p];
      record["UnitPrice"] = static_cast<double>(price_cents(product, book)) / 100.0;
      record["IsActive"] = std::int64_t{1};
      record["ProductCode"] = product_code(world, product);
      LOCALORG_CHECK(table.add(std::move(record), {book_made(book), book_made(book), output.set_up_by}));
    }
  }
  return {};
}

}  // namespace

Result<void> write_catalogue(Output& output, const World& world) {
  LOCALORG_CHECK(write_categories(output, world));
  LOCALORG_CHECK(write_products(output, world));
  LOCALORG_CHECK(write_links(output, world));
  LOCALORG_CHECK(write_books(output, world));
  return write_entries(output, world);
}

}  // namespace localorg::dataset
