#include "serve/exchange.h"

#include <boost/asio/defer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "api/call.h"
#include "serve/message.h"
#include "serve/request.h"
#include "store/patience.h"

namespace localorg::serve {
namespace {

// Of a turn that is taken, before waiting for it in line: most queries end sooner than a thread is woken.
constexpr int kGlances = 100;

asio::awaitable<void> take(front::Turn& turn) {
  for (int glance = 0; glance < kGlances; ++glance) {
    if (turn.try_enter()) co_return;
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto initiate = [&turn, executor](auto&& handler) {
    auto kept = std::make_shared<std::decay_t<decltype(handler)>>(std::forward<decltype(handler)>(handler));
    const auto called = [kept, executor] { asio::post(executor, [kept] { std::move (*kept)(); }); };
    if (turn.enter(called)) called();
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
}

// In the session's turn.  Reading has a limit of time; what writes is stopped with the server alone.
api::Response serve_in_session(State& state, front::Session& session, const api::Request& request) {
  const store::Patience patience(state.desk.only_reads(request) ? std::optional(state.options.limits.query) : std::nullopt,
                                 state.gives_up);
  if (state.gives_up) return api::failure(patience.error());
  ++state.working;
  api::Response response = state.desk.serve(session, request);
  --state.working;
  ++state.answered;
  return response;
}

}  // namespace

api::Response words(int status, std::string body) {
  return {.status = status, .content_type = "text/plain;charset=UTF-8", .body = std::move(body) + "\n"};
}

api::Response not_our_host(Connection& connection, const std::string& host) {
  if (connection.state.options.other_hosts == OtherHosts::noted) {
    const std::lock_guard lock(connection.state.refused_mutex);
    connection.state.refused.insert(host);
  }
  return words(403, "localorg stands for *.salesforce.com, *.force.com and this machine, not for " + host);
}

asio::awaitable<Answered> answer(Connection& connection, api::Request& request, bool is_secure) {
  Answered out;
  const Entrance entrance{connection.own_authority, std::to_string(connection.state.port), is_secure};
  if (const auto host = settle_target(request, entrance)) {
    out.response = host->empty() ? bad_message(400) : not_our_host(connection, *host);
    co_return out;
  }
  if (auto refusal = decode_body(request, connection.state.options.limits.body_bytes)) {
    out.response = *std::move(refusal);
    co_return out;
  }
  if (!connection.share.grow_to(request.body.size())) {  // it was compressed
    out.response = bad_message(503);
    co_return out;
  }
  front::Desk& desk = connection.state.desk;
  ++connection.state.working;  // logins take their time, and so may what is mounted
  auto admission = desk.admit(request);
  --connection.state.working;
  ++connection.state.answered;
  if (auto* at_once = std::get_if<api::Response>(&admission)) {
    out.response = std::move(*at_once);
    co_return out;
  }
  const auto session = std::get<std::shared_ptr<front::Session>>(admission);
  out.session = session->label;
  co_await take(session->turn);
  front::Turn* writers = desk.turn_to_write(*session, request);
  if (writers != nullptr) co_await take(*writers);
  out.response = serve_in_session(connection.state, *session, request);
  if (writers != nullptr) writers->leave();
  if (desk.leave(*session)) asio::defer(connection.state.io, [&desk, session] { desk.end_reading(*session); });
  co_return out;
}

}  // namespace localorg::serve
