#include "core/store/case_writer.h"

#include <cassert>
#include <map>
#include <utility>
#include <variant>

#include <unistd.h>

#include "core/store/case_file.h"
#include "core/store/connection_table.h"
#include "core/store/content_table.h"
#include "core/store/continued_case.h"
#include "core/store/exchange_table.h"
#include "core/store/host_tables.h"
#include "core/store/note_tables.h"
#include "core/store/schema.h"
#include "core/store/session_tables.h"

namespace hark::store {

namespace {

std::uint64_t contentKey(base::ExchangeId id, stream::Direction direction) {
    return id.value << 1U | stream::index(direction);
}

// Pages of 32 KiB load faster than smaller ones. The page size and auto_vacuum must be set before
// anything is in the file, and the journal kept in memory before that, lest a killed writer leave
// one: it is small, as loading hardly changes what is written. The application id is written
// without quotes around it since PRAGMA takes no parameters.
std::string creationSql() {
    // The size of the cache is counted in pages of the size that holds when it is set.
    return std::string("PRAGMA journal_mode=MEMORY; PRAGMA page_size=32768; ") + kBulkSql +
           "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA application_id=" +
           std::to_string(kApplicationId) +
           "; PRAGMA user_version=" + std::to_string(kSchemaVersion) + "; BEGIN;" + kTablesSql +
           kViewsSql +
           "INSERT INTO meta(key, value) VALUES('version', '" HARK_VERSION
           "'), "
           "('state', 'partial'), ('reason', 'the writer has not finished'); ";
}

constexpr const char* kWatchedSql =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
    "PRAGMA cache_size=-8192;";

}  // namespace

/// The database and its tables; separate from CaseWriter, whose header stays free of SQLite.
class CaseWriter::Work {
public:
    Work(CaseFile file, const Options& options)
        : file_(std::move(file)),
          limits_(options.limits),
          database_(std::make_unique<Database>(file_.working(), file_.target())),
          mode_(options.mode) {}
    ~Work() {
        tables_.reset();
        database_.reset();
        if (!finished_ && !isInPlace_) file_.discard();
    }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    base::Status begin();
    base::Status commit();
    base::Status finish(State state, std::string_view reason);
    bool recover();
    [[nodiscard]] base::Status status() const {
        if (failure_) return *failure_;
        if (database_ && database_->failure()) return *database_->failure();
        return base::Done{};
    }
    [[nodiscard]] const std::string& path() const { return file_.target(); }
    [[nodiscard]] const Earlier& earlier() const { return earlier_; }

    void on(const exchange::ConnectionBegan& event);
    void on(const exchange::Began& event) { remember(event.exchange); }
    void on(const exchange::RequestHeadSeen& event) { remember(event.exchange); }
    void on(const exchange::ResponseHeadSeen& event) { remember(event.exchange); }
    void on(const exchange::ContentSeen& event);
    void on(const exchange::Ended& event);
    void on(const exchange::ConnectionEnded& event);
    void on(const exchange::NetworkAnomaly& event) {
        tables_->anomalies.store(0, 0, event.anomaly);
    }
    void on(const exchange::AddressNamed& event) { tables_->hostNames.store(event); }
    void on(const exchange::Http3Offered& event) { tables_->http3Offers.store(event); }
    void on(const session::Event& event) {
        std::visit([this](const auto& row) { tables_->sessions.store(row); }, event);
        constexpr std::size_t kRowBytes = 64;  // about; most are of members, and shorter
        saveIfDue(kRowBytes);
    }

    void setInput(const Input& input);
    void setCounter(std::string_view name, std::uint64_t value) {
        const auto before = earlier_.counters.find(std::string(name));
        const std::uint64_t counted = before == earlier_.counters.end() ? 0 : before->second;
        tables_->counter.text(name).number(counted + value).run();
    }
    void setMeta(std::string_view key, std::string_view value) {
        tables_->meta.text(key).text(value).run();
    }
    void addComment(std::uint32_t capture, std::uint64_t packet, std::string_view text) {
        tables_->notes.storeComment(capture, packet, text);
        saveIfDue(text.size());
    }
    void addSecret(std::uint32_t capture, std::string_view kind, base::Bytes bytes) {
        tables_->notes.storeSecret(capture, kind, bytes);
        saveIfDue(bytes.size());
    }
    void addHostName(std::string_view address, std::string_view name, std::string_view source,
                     const std::optional<base::Timestamp>& first) {
        tables_->hostNames.store(address, name, source, first);
    }
    /// True where another row may be written; opens a transaction where there is none.
    bool isReady() {
        if (!tables_ || database_->hasFailed()) return false;
        if (!inTransaction_) inTransaction_ = database_->execute("BEGIN");
        return inTransaction_;
    }

private:
    struct Tables {
        Tables(Database& database, const Hasher& hasher, const Limits& limits, Mode mode)
            : heads(database, hasher, limits.headDigests),
              contents(database, hasher, limits),
              anomalies(database),
              exchanges(database, heads, anomalies, limits, mode == Mode::Watched),
              connections(database, anomalies),
              notes(database),
              hostNames(database, limits),
              http3Offers(database),
              sessions(database),
              input(database, "input",
                    "id, name, bytes, packets, digest, format, link_types, first_ns, last_ns, "
                    "complete, note",
                    Insert::Conflict::Replace),
              counter(database, "counters", "name, value", Insert::Conflict::Replace),
              meta(database, "meta", "key, value", Insert::Conflict::Replace) {}
        HeadTable heads;
        ContentTable contents;
        AnomalyTable anomalies;
        ExchangeTable exchanges;
        ConnectionTable connections;
        NoteTables notes;
        HostNameTable hostNames;
        Http3OfferTable http3Offers;
        SessionTables sessions;
        Insert input;
        Insert counter;
        Insert meta;
    };

    void remember(const exchange::Exchange& exchange);
    void storeOpen();
    void beginNew();
    void beginContinued();
    bool moveWatched();
    void saveIfDue(std::size_t stored);
    base::Status fail(base::Error error);

    CaseFile file_;
    Limits limits_;
    Hasher hasher_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Tables> tables_;
    std::optional<base::Error> failure_;
    /// Watched: what is open and has changed since the last commit. Copies, because what an event
    /// refers to need not outlive the call; ordered, so that rows come in the same order.
    std::map<std::uint64_t, exchange::Exchange> changed_;
    std::map<std::uint64_t, tcp::Connection> opened_;
    std::size_t unsaved_ = 0;  // bytes stored since the last commit
    Mode mode_;
    Earlier earlier_;
    bool inTransaction_ = false;
    bool isSaved_ = false;    // some exchanges are committed
    bool isInPlace_ = false;  // watched: seen by others
    bool finished_ = false;
};

base::Status CaseWriter::Work::fail(base::Error error) {
    if (!failure_) failure_ = std::move(error);
    return *failure_;
}

base::Status CaseWriter::Work::begin() {
    if (file_.isContinued()) {
        beginContinued();
    } else {
        beginNew();
    }
    if (mode_ == Mode::Watched && !moveWatched()) return status();
    tables_ = std::make_unique<Tables>(*database_, hasher_, limits_, mode_);
    return status();
}

void CaseWriter::Work::beginNew() {
    if (database_->execute(creationSql().c_str())) inTransaction_ = true;
}

void CaseWriter::Work::beginContinued() {
    assert(mode_ == Mode::Bulk);
    if (auto copied = copyCase(file_.target(), *database_); !copied) {
        failure_ = copied.error();
    } else {
        earlier_ = readEarlier(*database_);
        inTransaction_ = database_->execute("BEGIN");
    }
}

// The empty case is complete in itself before it is seen; the file is then opened again by its
// final name, since SQLite names the write-ahead log after it.
bool CaseWriter::Work::moveWatched() {
    if (!database_->execute(kIndexesSql) || !database_->commit()) return false;
    inTransaction_ = false;
    database_->close();
    if (auto moved = file_.moveIntoPlace(false); !moved) {
        failure_ = moved.error();
        return false;
    }
    isInPlace_ = true;
    database_ = std::make_unique<Database>(file_.target(), file_.target());
    return database_->execute(kWatchedSql);
}

void CaseWriter::Work::remember(const exchange::Exchange& exchange) {
    if (mode_ == Mode::Watched) changed_.insert_or_assign(exchange.id.value, exchange);
}

void CaseWriter::Work::on(const exchange::ConnectionBegan& event) {
    if (mode_ != Mode::Watched) return;
    opened_.insert_or_assign(event.connection.id.value, event.connection);
}

void CaseWriter::Work::on(const exchange::ContentSeen& event) {
    const std::uint64_t key = contentKey(event.exchange.id, event.direction);
    if (const auto* content = std::get_if<http::Content>(&event.what)) {
        tables_->contents.append(key, content->bytes);
        unsaved_ += content->bytes.size();
    } else if (const auto* gap = std::get_if<http::ContentGap>(&event.what)) {
        tables_->contents.appendGap(key, gap->length);
    }
}

void CaseWriter::Work::on(const exchange::Ended& event) {
    using stream::Direction;
    const exchange::Exchange& exchange = event.exchange;
    ContentTable& contents = tables_->contents;
    const std::uint64_t requestKey = contentKey(exchange.id, Direction::ClientToServer);
    const std::uint64_t responseKey = contentKey(exchange.id, Direction::ServerToClient);
    const bool hasRequest = exchange.request && exchange.request->bodyBytes > 0;
    const bool hasResponse = exchange.response && exchange.response->bodyBytes > 0;
    if (hasRequest) contents.prepare(requestKey);
    if (hasResponse) contents.prepare(responseKey);
    tables_->exchanges.begin(exchange, true);
    const auto request = hasRequest ? contents.finish(requestKey) : std::nullopt;
    const auto response = hasResponse ? contents.finish(responseKey) : std::nullopt;
    tables_->exchanges.finish(exchange, request.value_or(0), response.value_or(0));
    constexpr std::size_t kRowBytes = 256;  // about
    saveIfDue(kRowBytes);
    if (mode_ == Mode::Watched) changed_.erase(exchange.id.value);
}

void CaseWriter::Work::on(const exchange::ConnectionEnded& event) {
    tables_->connections.storeEnded(event);
    if (mode_ == Mode::Watched) opened_.erase(event.connection.id.value);
}

void CaseWriter::Work::setInput(const Input& input) {
    tables_->input.number(std::uint64_t{input.id})
        .text(input.name)
        .number(input.bytes)
        .number(input.packets);
    tables_->input.textOrNull(input.digest).text(input.format).text(input.linkTypes);
    tables_->input.time(input.first).time(input.last).integer(input.complete ? 1 : 0);
    tables_->input.textOrNull(input.note).run();
}

void CaseWriter::Work::storeOpen() {
    if (opened_.empty() && changed_.empty()) return;
    if (!isReady()) return;
    for (const auto& [id, connection] : opened_) {
        tables_->connections.storeOpen(connection);
    }
    for (const auto& [id, exchange] : changed_) {
        tables_->exchanges.begin(exchange, false);
        tables_->exchanges.finish(exchange, 0, 0);
    }
    opened_.clear();
    changed_.clear();
}

base::Status CaseWriter::Work::commit() {
    if (mode_ != Mode::Watched || finished_) return status();
    storeOpen();
    if (inTransaction_ && database_->commit()) {
        inTransaction_ = false;
        isSaved_ = true;
    }
    return status();
}

void CaseWriter::Work::saveIfDue(std::size_t stored) {
    unsaved_ += stored;
    if (mode_ != Mode::Bulk || unsaved_ < limits_.savePointBytes) return;
    unsaved_ = 0;
    if (!database_->commit()) return;
    inTransaction_ = false;
    isSaved_ = true;
}

bool CaseWriter::Work::recover() {
    if (failure_ || finished_ || !isSaved_ || !database_) return false;
    tables_.reset();  // and with it the rows that wait
    if (!database_->recover()) return false;
    inTransaction_ = false;
    opened_.clear();
    changed_.clear();
    tables_ = std::make_unique<Tables>(*database_, hasher_, limits_, mode_);
    return true;
}

base::Status CaseWriter::Work::finish(State state, std::string_view reason) {
    if (finished_ || !isReady()) return status();
    storeOpen();
    std::string why(reason);
    if (!earlier_.partialReason.empty()) {
        state = State::Partial;
        why = earlier_.partialReason + (why.empty() ? "" : "; " + why);
    }
    setMeta("state", state == State::Complete ? "complete" : "partial");
    setMeta("reason", why);
    database_->flush();
    tables_->sessions.finish();
    tables_.reset();
    if (file_.isContinued()) dropRepeats(*database_);
    database_->execute(kIndexesSql);
    if (database_->commit()) inTransaction_ = false;
    if (mode_ == Mode::Watched && !database_->hasFailed()) {
        // Fails while somebody still reads it; then the log stays until the last reader is gone.
        if (database_->attempt("PRAGMA wal_checkpoint(TRUNCATE)")) {
            static_cast<void>(database_->attempt("PRAGMA journal_mode=DELETE"));
        }
    }
    if (auto written = status(); !written) return written;
    database_.reset();
    if (mode_ == Mode::Bulk) {
        if (auto moved = file_.moveIntoPlace(true); !moved) return fail(moved.error());
    }
    finished_ = true;
    return base::Done{};
}

CaseWriter::CaseWriter(std::unique_ptr<Work> work) : work_(std::move(work)) {}

CaseWriter::~CaseWriter() = default;

base::Result<std::unique_ptr<CaseWriter>> CaseWriter::create(const std::string& path,
                                                             const Options& options) {
    auto file = options.mode == Mode::Scratch ? CaseFile::scratch()
                                              : CaseFile::claim(path, options.existing);
    if (!file) return file.error();
    auto work = std::make_unique<Work>(std::move(file).value(), options);
    if (auto begun = work->begin(); !begun) return begun.error();
    return std::unique_ptr<CaseWriter>(new CaseWriter(std::move(work)));
}

void CaseWriter::on(const exchange::Event& event) {
    if (!work_->isReady()) return;
    std::visit([this](const auto& what) { work_->on(what); }, event);
}

void CaseWriter::on(const session::Event& event) {
    if (work_->isReady()) work_->on(event);
}

void CaseWriter::setInput(const Input& input) {
    if (work_->isReady()) work_->setInput(input);
}

void CaseWriter::setCounter(std::string_view name, std::uint64_t value) {
    if (work_->isReady()) work_->setCounter(name, value);
}

void CaseWriter::setMeta(std::string_view key, std::string_view value) {
    if (work_->isReady()) work_->setMeta(key, value);
}

void CaseWriter::addComment(std::uint32_t capture, std::uint64_t packet, std::string_view text) {
    if (work_->isReady()) work_->addComment(capture, packet, text);
}

void CaseWriter::addSecret(std::uint32_t capture, std::string_view kind, base::Bytes bytes) {
    if (work_->isReady()) work_->addSecret(capture, kind, bytes);
}

void CaseWriter::addHostName(std::string_view address, std::string_view name,
                             std::string_view source, const std::optional<base::Timestamp>& first) {
    if (work_->isReady()) work_->addHostName(address, name, source, first);
}

base::Status CaseWriter::commit() {
    return work_->commit();
}

base::Status CaseWriter::finish(State state, std::string_view reason) {
    return work_->finish(state, reason);
}

bool CaseWriter::recover() {
    return work_->recover();
}

base::Status CaseWriter::status() const {
    return work_->status();
}

const Earlier& CaseWriter::earlier() const {
    return work_->earlier();
}

const std::string& CaseWriter::path() const {
    return work_->path();
}

}  // namespace hark::store
