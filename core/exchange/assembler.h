#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/exchange/event.h"
#include "core/exchange/lookups.h"
#include "core/http/message.h"
#include "core/http/target_uri.h"

namespace hark::exchange {

/// Gives out exchange ids, for all connections of a case.
class ExchangeIds {
public:
    explicit ExchangeIds(std::uint64_t last = 0) : last_(last) {}
    base::ExchangeId next() { return {++last_}; }
    [[nodiscard]] std::uint64_t last() const { return last_; }

private:
    std::uint64_t last_;
};

/// Puts the messages of one connection together to exchanges and measures them.
///
/// Works for every version of HTTP: the decoder has matched requests and responses by key.
class Assembler final : public http::MessageSink {
public:
    /// `secure`: the messages came out of TLS. `lookups` may be null. All references must outlive
    /// the assembler.
    Assembler(const tcp::Connection& connection, bool secure, ExchangeIds& ids, Sink& sink,
              Lookups* lookups = nullptr);
    ~Assembler() override;
    Assembler(const Assembler&) = delete;
    Assembler& operator=(const Assembler&) = delete;

    void on(http::MessageEvent&& event) override;
    /// No message comes any more: ends the exchanges that are still open.
    void finish();

    [[nodiscard]] const KeepAlive& keepAlive() const { return keepAlive_; }
    /// What was odd and belongs to no exchange; bounded.
    [[nodiscard]] std::vector<base::Anomaly>& strayAnomalies() { return strayAnomalies_; }
    /// The version of the first message head, where there was one.
    [[nodiscard]] std::optional<http::Version> version() const { return version_; }

private:
    struct Open;

    Open* find(std::uint64_t key);
    Open& begin(const http::MessageEvent& event);
    void onStart(const http::MessageEvent& event, Open* open);
    void onRequestHead(Open& open, http::RequestHead&& head, const stream::Origin& origin);
    void onResponseHead(Open& open, http::ResponseHead&& head, const stream::Origin& origin);
    template <typename Piece>
    void onContent(Open& open, const http::MessageEvent& event, const Piece& piece);
    static void onTrailers(Open& open, stream::Direction direction, http::Fields&& trailers);
    void onMessageEnd(Open& open, const http::MessageEvent& event, bool complete);
    void onAnomaly(Open* open, base::Anomaly&& anomaly);
    void onHandOver(std::uint64_t key, const Open* open, const http::HandOver& handOver);
    void measureWait(Open& open);
    void announceEnd(const Open& open, const http::Fields& fields, http::Version version,
                     bool isResponse);
    void end(Open& open);

    const tcp::Connection& connection_;
    bool secure_;
    std::optional<http::TargetUris> uris_;
    ExchangeIds& ids_;
    std::shared_ptr<const http::UriOrigin> tunnelTo_;  // of the last CONNECT
    Sink& sink_;
    Lookups* lookups_;
    std::vector<std::unique_ptr<Open>> open_;  // nearly always one
    KeepAlive keepAlive_;
    std::vector<base::Anomaly> strayAnomalies_;
    std::optional<http::Version> version_;
    std::optional<base::Timestamp> lastResponseEnd_;
    std::uint64_t nextOrdinal_ = 0;
    std::optional<std::pair<std::uint64_t, base::ExchangeId>> lastEnded_;  // by exchange key
};

}  // namespace hark::exchange
