#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include <absl/functional/function_ref.h>

#include "core/exchange/exchange.h"
#include "core/session/facts.h"
#include "core/session/limits.h"
#include "core/session/use_writer.h"
#include "core/tcp/connection.h"

namespace hark::session {

/// Reads the heads of exchanges: who asks which service for what, with which credentials, and what
/// the response sets. What the requests of a connection repeat is read once.
class HeadReader {
public:
    HeadReader(const Limits& limits, const Books& books);
    ~HeadReader();
    HeadReader(const HeadReader&) = delete;
    HeadReader& operator=(const HeadReader&) = delete;

    /// Exchanges of a connection come between these.
    void open(const tcp::Connection& connection);
    void close(base::ConnectionId connection);

    /// Each exchange begins once and ends once; it is read between.
    void begin(const exchange::Exchange& exchange);
    void end(const exchange::Exchange& exchange);
    /// Calls `take` with each Use of open connections' last requests.
    void forEachRemembered(absl::FunctionRef<void(const Use&)> take) const;
    /// The exchange must have a request head.
    [[nodiscard]] Facts read(const exchange::Exchange& exchange);

private:
    struct Connection;

    void readService(const exchange::Exchange& exchange, Connection& connection);
    void readFields(const http::Fields& fields, Connection& connection);
    void readClient(const http::Fields& fields, Connection& connection);
    void readAuthorization(std::string_view value, Facts& facts);
    void readOwnFields(const http::Fields& fields, Facts& facts);
    void readTarget(std::string_view method, std::string_view target, Facts& facts);
    void readResponse(const exchange::Exchange& exchange, Facts& facts);
    void readSetCookie(std::string_view value, std::string_view target, Facts& facts);
    void readLocation(std::string_view location, Facts& facts);

    const Limits& limits_;
    Books books_;
    UseWriter uses_;
    absl::flat_hash_map<base::ConnectionId, std::unique_ptr<Connection>> connections_;
};

}  // namespace hark::session
