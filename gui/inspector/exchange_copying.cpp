#include "gui/inspector/exchange_copying.h"

#include <optional>
#include <string>

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

#include "core/base/text.h"
#include "core/report/curl.h"
#include "core/report/exchange_json.h"

namespace hark::gui {

namespace {

using Text = std::optional<std::string>;

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::ExchangeCopying", text);
}

base::Result<Text> textOf(query::Case& opened, std::uint64_t id, CopyForm form) {
    const auto detail = opened.exchange(id);
    if (!detail) return detail.error();
    if (!*detail) return Text();
    switch (form) {
        case CopyForm::Url:
            // What is pasted must not end a line, or be read from right to left.
            if (!(*detail)->row.url) return Text();
            return Text(base::printable(*(*detail)->row.url));
        case CopyForm::Curl:
            return report::curlCommand(opened, **detail);
        case CopyForm::Json:
            break;
    }
    return Text(report::dumpJson(report::exchangeJson(opened, **detail, true)));
}

}  // namespace

void copyExchange(CaseThread& cases, QObject* context, std::uint64_t id, CopyForm form) {
    cases.ask(
        Lane::Copying, context,
        [id, form](query::Case& opened) { return textOf(opened, id, form); },
        [](const base::Result<Text>& text) {
            if (text && *text)
                QGuiApplication::clipboard()->setText(QString::fromStdString(**text));
        });
}

void addCopyActions(QMenu& menu, CaseThread& cases, QObject* context, std::uint64_t id) {
    const auto add = [&](const QString& title, CopyForm form) {
        QObject::connect(menu.addAction(title), &QAction::triggered, context,
                         [&cases, context, id, form] { copyExchange(cases, context, id, form); });
    };
    add(tr("Copy &URL"), CopyForm::Url);
    add(tr("Copy as &curl"), CopyForm::Curl);
    add(tr("Copy as &JSON"), CopyForm::Json);
}

}  // namespace hark::gui
