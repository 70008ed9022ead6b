// Times requests to a running server over loopback from one keep-alive client, and from 64 beside 5,000 idle connections:
//     http-bench PORT TOKEN PID TARGET
// TARGET is what is asked (/services/data/...), PID the server's process, whose memory is read from /proc.  The floor is a
// bare socket in this process.  Prints a line for each figure: name, tab, value; times in microseconds.  Any error ends it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr int kCalls = 4'000;  // of one client, in a round
constexpr int kClients = 64;
constexpr int kCallsOfEach = 300;
constexpr int kIdle = 5'000;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// A connection that is kept open.
class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    const int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The size of the answer's body.
  std::size_t ask(const std::string& request) {
    if (::send(socket_, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size())) fail("send");
    std::size_t have = 0, body = 0, length = std::string::npos;
    while (length == std::string::npos || have < body + length) {
      const ssize_t got = ::recv(socket_, buffer_.data() + have, buffer_.size() - have, 0);
      if (got <= 0) fail("recv");
      have += static_cast<std::size_t>(got);
      const std::string_view text(buffer_.data(), have);
      const std::size_t end = length == std::string::npos ? text.find("\r\n\r\n") : std::string::npos;
      if (end == std::string::npos) continue;
      const std::size_t field = text.find("Content-Length: ");
      if (!text.starts_with("HTTP/1.1 200") || field > end) fail("an answer that is none");
      length = std::strtoul(buffer_.data() + field + 16, nullptr, 10);
      body = end + 4;
    }
    return length;
  }

 private:
  int socket_;
  std::vector<char> buffer_ = std::vector<char>(1 << 20);
};

// Microseconds of each of `calls`.
std::vector<double> times_of(Client& client, const std::string& request, int calls) {
  std::vector<double> times;
  for (int i = 0; i < calls; ++i) {
    const auto begin = Clock::now();
    client.ask(request);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  return times;
}

double median_of_calls(Client& client, const std::string& request, int calls) {
  return median(times_of(client, request, calls));
}

// A socket that answers every request with the same bytes, and reads no more of it than the blank line at its end: what
// loopback itself costs.
class Loopback {
 public:
  explicit Loopback(std::size_t bytes) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 1) != 0) fail("listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    answer_ = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'x');
    thread_ = std::thread([this] { answer_one(); });
  }
  ~Loopback() {
    thread_.join();  // its client has gone
    ::close(listener_);
  }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  int port() const { return port_; }

 private:
  void answer_one() const {
    const int socket = ::accept(listener_, nullptr, nullptr);
    const int one = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    std::string have;
    std::vector<char> buffer(8192);
    for (ssize_t got; (got = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0;) {
      have.append(buffer.data(), static_cast<std::size_t>(got));
      if (!have.ends_with("\r\n\r\n")) continue;
      have.clear();
      if (::send(socket, answer_.data(), answer_.size(), 0) != static_cast<ssize_t>(answer_.size())) break;
    }
    ::close(socket);
  }

  int listener_;
  int port_ = 0;
  std::string answer_;
  std::thread thread_;
};

double floor_median(const std::string& request, std::size_t bytes) {
  Loopback loopback(bytes);
  Client client(loopback.port());
  return median_of_calls(client, request, kCalls);
}

double requests_per_second(int port, const std::string& request) {
  std::vector<std::unique_ptr<Client>> connected;
  for (int i = 0; i < kClients; ++i) connected.push_back(std::make_unique<Client>(port));
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (const auto& client : connected)
      threads.emplace_back([&client, &request] { times_of(*client, request, kCallsOfEach); });
  }
  return kClients * kCallsOfEach / std::chrono::duration<double>(Clock::now() - begin).count();
}

double resident_kib(const std::string& pid) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr);
  }
  fail("/proc");
}

void tell(const char* what, double value) { std::printf("%s\t%.3f\n", what, value); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "http-bench PORT TOKEN PID TARGET\n");
    return 2;
  }
  const int port = std::atoi(argv[1]);
  const std::string request = std::string("GET ") + argv[4] + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                              argv[2] + "\r\nAccept: application/json\r\n\r\n";
  Client client(port);
  const std::size_t bytes = client.ask(request);
  std::vector<double> times, floors;
  for (int round = 0; round < kRounds; ++round) {  // in turns, so that both meet the same machine
    times.push_back(median_of_calls(client, request, kCalls));
    floors.push_back(floor_median(request, bytes));
  }
  tell("round trip", median(times));
  tell("round trip floor", median(floors));
  const double before = resident_kib(argv[3]);
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < kIdle; ++i) idle.push_back(std::make_unique<Client>(port));
  for (const auto& each : idle) each->ask(request);
  tell("KiB of each idle", (resident_kib(argv[3]) - before) / kIdle);
  tell("requests/s beside idle", requests_per_second(port, request));
  for (const auto& each : idle) each->ask(request);
  return 0;
}
