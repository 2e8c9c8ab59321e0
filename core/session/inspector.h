#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <absl/container/flat_hash_map.h>
#include <absl/functional/function_ref.h>

#include "core/base/pool.h"
#include "core/exchange/event.h"
#include "core/session/content_reader.h"
#include "core/session/facts.h"
#include "core/session/head_reader.h"
#include "core/session/limits.h"

namespace hark::session {

/// Takes what an exchange shows, from the pool that the inspector was given. `isFinal`: nothing
/// more comes of it, and the facts are the sink's to release; before that they may be told once,
/// with what the heads show, and change until they are told finally. The sink may keep the
/// reference.
class FactsSink {
public:
    virtual ~FactsSink() = default;
    virtual void onFacts(Facts& facts, bool isFinal) = 0;
};

/// Takes the events of exchanges and makes Facts of each: reads heads when they arrive, collects
/// the beginnings of contents and has them read at the end. Judges nothing.
class Inspector {
public:
    /// The books, the facts and the sink must outlive the inspector.
    Inspector(const Limits& limits, const Books& books, base::Pool<Facts>& facts, FactsSink& sink);
    ~Inspector();
    Inspector(const Inspector&) = delete;
    Inspector& operator=(const Inspector&) = delete;

    void on(const exchange::Event& event);
    /// Further requests repeat nothing that was read until now.
    void forgetRepeated();
    /// Calls `take` with the uses of exchanges that are open.
    void forEachRemembered(absl::FunctionRef<void(const Use&)> take) const;

    /// Contents that were not looked into since too many were open.
    [[nodiscard]] std::uint64_t contentsPassedOver() const { return contentsPassedOver_; }

private:
    struct Open;
    struct Connection;

    void open(const tcp::Connection& connection);
    void close(base::ConnectionId connection);
    [[nodiscard]] Connection* find(base::ConnectionId connection);
    void prefetch(base::ConnectionId connection);
    void onRequestHead(const exchange::Exchange& exchange);
    void onResponseHead(const exchange::Exchange& exchange);
    void onContent(const exchange::ContentSeen& seen);
    void onEnded(const exchange::Exchange& exchange);
    void readContents(const exchange::Exchange& exchange, Open& open);

    Limits limits_;
    base::Pool<Facts>& facts_;
    FactsSink& sink_;
    HeadReader heads_;
    ContentReader contentReader_;
    std::unique_ptr<base::Pool<Connection>> pool_;
    absl::flat_hash_map<base::ConnectionId, Connection*> connections_;
    base::ConnectionId lastId_;  // of the connection that was found last
    Connection* last_ = nullptr;
    std::size_t collected_ = 0;  // bytes of contents
    std::uint64_t contentsPassedOver_ = 0;
};

}  // namespace hark::session
