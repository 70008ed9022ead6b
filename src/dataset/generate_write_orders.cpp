// Order, OrderItem.
#include <chrono>

#include "dataset/generate_write.h"
#include "org/datetime.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kHour = 3'600'000;

std::string date_text(int day) {
  return org::format_date(std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}});
}

// An order is activated at the beginning of the day on which it takes effect.
std::int64_t activated(const Order& order) { return order.day * kMsPerDay + 1 * kHour; }

std::int64_t total_cents(const World& world, const Order& order) {
  std::int64_t cents = 0;
  for (std::uint32_t i = 0; i < order.items; ++i) {
    cents += price_cents(world.products[world.items[order.first_item + i].product], world.books[order.book]);
  }
  return cents;
}

Result<void> write_order_heads(Output& output, const World& world) {
  Table table(output, "Order");
  for (const Order& order : world.orders) {
    const Customer& customer = world.customers[order.customer];
    org::Record record = table.blank();
    record["OrderNumber"] = table.auto_number("OrderNumber");
    record["AccountId"] = id_of(output.catalog, "Account", order.customer);
    record["BillToContactId"] = id_of(output.catalog, "Contact", order.customer);
    record["Pricebook2Id"] = id_of(output.catalog, "Pricebook2", order.book);
    record["EffectiveDate"] = date_text(order.day);
    record["Status"] = "Activated";
    record["ActivatedDate"] = org::format_datetime(activated(order));
    record["ActivatedById"] = output.set_up_by;
    record["ShippingCity"] = customer.city;
    record["ShippingState"] = world.bank.places[customer.place].state;
    record["ShippingCountry"] = world.bank.country;
    record["TotalAmount"] = static_cast<double>(total_cents(world, order)) / 100.0;
    record["OwnerId"] = output.set_up_by;
    LOCALORG_CHECK(table.add(std::move(record), {order.created, activated(order), output.set_up_by}));
  }
  return {};
}

Result<void> write_items(Output& output, const World& world) {
  Table table(output, "OrderItem");
  for (const Item& item : world.items) {
    const Order& order = world.orders[item.order];
    const double price = static_cast<double>(price_cents(world.products[item.product], world.books[order.book])) / 100.0;
    org::Record record = table.blank();
    record["OrderItemNumber"] = table.auto_number("OrderItemNumber");
    record["OrderId"] = id_of(output.catalog, "Order", item.order);
    record["Product2Id"] = id_of(output.catalog, "Product2", item.product);
    record["PricebookEntryId"] = id_of(output.catalog, "PricebookEntry", order.book * world.products.size() + item.product);
    record["Quantity"] = 1.0;
    record["AvailableQuantity"] = 1.0;
    record["UnitPrice"] = price;
    record["ListPrice"] = price;
    record["TotalPrice"] = price;
    LOCALORG_CHECK(table.add(std::move(record), {order.created, order.created, output.set_up_by}));
  }
  return {};
}

}  // namespace

Result<void> write_orders(Output& output, const World& world) {
  LOCALORG_CHECK(write_order_heads(output, world));
  return write_items(output, world);
}

}  // namespace localorg::dataset
