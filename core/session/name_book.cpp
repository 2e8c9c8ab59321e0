#include "core/session/name_book.h"

#include <algorithm>

#include <absl/container/inlined_vector.h>

namespace hark::session {

namespace {

// The value that the exchange's request presents under that name; null where it presents none.
const Use* presentedAs(const Facts& facts, std::uint32_t name) {
    for (const Use& use : facts.uses) {
        if (use.act == Act::Presents && use.name == name) return &use;
    }
    return nullptr;
}

bool isSetBy(const Facts& facts, std::uint32_t name) {
    return std::any_of(facts.uses.begin(), facts.uses.end(), [&](const Use& use) {
        return use.act != Act::Presents && use.name == name;
    });
}

// As far as the answer alone tells.
bool maybeLogsIn(const Facts& facts) {
    return facts.signs.isLoginAttempt && facts.signs.hasResponse && facts.status < 400 &&
           !facts.signs.hasPasswordInput && !facts.signs.isRefused && !facts.signs.redirectsToLogin;
}

// A page that asks whether to log out offers it once more.
bool maybeLogsOut(const Facts& facts) {
    return facts.signs.isLogoutRequest && facts.signs.hasResponse && facts.status < 400 &&
           !facts.signs.hasLogoutLink;
}

// Which cookies were there, or were set as well, when one was begun at a login.
void countBegunAtLogin(const Facts& facts, NameAccount& account) {
    ++account.begunAtLogin;
    absl::InlinedVector<std::uint32_t, 8> counted;
    for (const Use& use : facts.uses) {
        if (counted.size() >= NameAccount::kBeside) return;
        const bool isThere = use.carrier == Carrier::Cookie && use.act != Act::Deletes;
        if (!isThere || std::find(counted.begin(), counted.end(), use.name) != counted.end()) {
            continue;
        }
        counted.push_back(use.name);
        const auto known = account.beside.find(use.name);
        if (known != account.beside.end()) {
            ++known->second;
        } else if (account.beside.size() < NameAccount::kBeside) {
            account.beside.emplace(use.name, 1);
        }
    }
}

}  // namespace

std::uint32_t NameBook::add(std::uint32_t service, Carrier carrier, std::string_view name) {
    auto& numbers = numbers_[std::uint64_t{service} << 8U | static_cast<std::uint64_t>(carrier)];
    if (const auto found = numbers.find(name); found != numbers.end()) return found->second;
    if (accounts_.size() > limits_.names || name.size() > limits_.nameBytes) {
        ++refused_;
        return 0;
    }
    const auto number = static_cast<std::uint32_t>(accounts_.size());
    NameAccount& account = accounts_.emplace_back();
    account.number = number;
    account.service = service;
    account.carrier = carrier;
    account.name = name;
    numbers.emplace(name, number);
    return number;
}

void NameBook::resume(const NameRow& row, TextBook& services, DomainBook& domains) {
    const std::uint32_t service = services.add(row.service);
    NameAccount& account = accounts_[add(service, row.carrier, row.name)];
    if (row.service.starts_with('.')) {
        account.domain = service;
        domains.add(service);
    }
    account.before = Verdict{row.what, row.reasons};
    account.presentedBefore = row.presented;
    account.issuedFresh = row.minted;
    account.renewed = row.renewed;
    account.deleted = row.deleted;
    account.distinctBefore = row.values;
    account.firstIssued = row.firstMinted;
    account.lastIssued = row.lastMinted;
    account.firstPresented = row.firstPresented;
    account.lastPresented = row.lastPresented;
    account.path = row.path;
    account.setCookie = row.setCookie;
    account.setAt = row.setAt;
}

NameRow NameBook::row(std::uint32_t number, const TextBook& services,
                      const Verdict& verdict) const {
    const NameAccount& account = accounts_[number];
    NameRow row;
    row.id = number;
    row.service = services[account.domain != 0 ? account.domain : account.service];
    row.carrier = account.carrier;
    row.name = account.name;
    row.path = account.path;
    row.what = verdict.what;
    row.reasons = verdict.reasons;
    row.minted = account.issuedFresh + account.issuedKnown;
    row.renewed = account.renewed;
    row.deleted = account.deleted;
    row.presented = account.presentedBefore + account.presented;
    row.values = account.distinctBefore + account.distinct;
    row.clients = account.clients.size();
    row.firstMinted = account.firstIssued;
    row.lastMinted = account.lastIssued;
    row.firstPresented = account.firstPresented;
    row.lastPresented = account.lastPresented;
    row.setCookie = account.setCookie;
    row.setAt = account.setAt;
    return row;
}

void NameBook::count(const Facts& facts) {
    if (facts.signs.repeats && !facts.uses.hasOwn() && !facts.signs.isLoginAttempt &&
        !facts.signs.isLogoutRequest) {
        for (const Use& use : facts.uses)
            countRepeated(facts, accounts_[use.name]);
        return;
    }
    for (const Use& use : facts.uses) {
        if (use.act == Act::Presents) {
            countPresented(facts, use);
        } else if (use.act == Act::Issues) {
            countIssued(facts, use);
        } else {
            NameAccount& account = accounts_[use.name];
            ++account.deleted;
            if (facts.signs.isLogoutRequest) ++account.deletedAtLogout;
        }
    }
    if (maybeLogsIn(facts)) countKept(facts, &NameAccount::keptAtLogin);
    if (maybeLogsOut(facts)) countKept(facts, &NameAccount::keptAtLogout);
}

NameAccount::Value* NameBook::valueOf(NameAccount& account, const Use& use, bool& isNew) {
    isNew = false;
    if (const auto found = account.values.find(use.value); found != account.values.end()) {
        return &found->second;
    }
    if (account.values.size() >= limits_.valuesOfName || values_ >= limits_.valuesOfNames) {
        return nullptr;
    }
    ++values_;
    isNew = true;
    ++account.distinct;
    if (use.looksLikeId) ++account.identifiers;
    return &account.values[use.value];
}

void NameBook::countRepeated(const Facts& facts, NameAccount& account) {
    ++account.presented;
    if (!account.firstPresented) account.firstPresented = facts.exchange;
    account.lastPresented = facts.exchange;
}

void NameBook::countPresented(const Facts& facts, const Use& use) {
    NameAccount& account = accounts_[use.name];
    countRepeated(facts, account);
    // What a connection repeats in its fields says nothing new but that.
    if (facts.signs.repeats && use.carrier != Carrier::QueryParameter &&
        use.carrier != Carrier::PathParameter && use.carrier != Carrier::FormField) {
        return;
    }
    if (account.clients.size() < NameAccount::kClients) account.clients.insert(facts.client);
    bool isNew = false;
    NameAccount::Value* value = valueOf(account, use, isNew);
    if (value != nullptr) {
        if (value->client == 0) {
            value->client = facts.client;
            value->path = facts.path;
        }
        if (!value->isShared && value->client != facts.client) {
            value->isShared = true;
            ++account.shared;
        }
        if (!value->isCarried && value->path != facts.path) {
            value->isCarried = true;
            ++account.carried;
        }
    }
    if (use.carrier != Carrier::FormField && use.carrier != Carrier::HeaderField) return;
    for (const Use& other : facts.uses) {
        if (other.act == Act::Presents && other.carrier == Carrier::Cookie &&
            other.value == use.value) {
            ++accounts_[other.name].echoed;
        }
    }
}

void NameBook::countIssued(const Facts& facts, const Use& use) {
    NameAccount& account = accounts_[use.name];
    if (!account.firstIssued) account.firstIssued = facts.exchange;
    account.lastIssued = facts.exchange;
    if (use.isClientState) ++account.clientStates;
    if (use.isLongLived) ++account.longLived;
    if (use.isPersistent) ++account.persistent;
    if (use.isHttpOnly) ++account.httpOnly;
    const Use* before = presentedAs(facts, use.name);
    if (before != nullptr && before->value == use.value) {
        ++account.renewed;
        return;
    }
    bool isNew = false;
    valueOf(account, use, isNew);
    if (!isNew && account.values.contains(use.value)) {
        ++account.issuedKnown;
        return;
    }
    ++account.issuedFresh;
    ++(before != nullptr ? account.replaced : account.begun);
    if (!maybeLogsIn(facts)) return;
    ++account.issuedAtLogin;
    if (before == nullptr && use.carrier == Carrier::Cookie) countBegunAtLogin(facts, account);
}

// What an answer neither sets nor deletes.
void NameBook::countKept(const Facts& facts, std::uint64_t NameAccount::*counter) {
    for (const Use& use : facts.uses) {
        if (use.act == Act::Presents && !isSetBy(facts, use.name)) {
            ++(accounts_[use.name].*counter);
        }
    }
}

}  // namespace hark::session
