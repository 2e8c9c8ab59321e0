#include "gui/inspector/content_pane.h"

#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QDataStream>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/delegates/colours.h"
#include "gui/inspector/content_saver.h"
#include "gui/inspector/hex_view.h"
#include "gui/inspector/image_pane.h"
#include "gui/inspector/json_pane.h"
#include "gui/inspector/plain_text.h"
#include "gui/inspector/record_pane.h"
#include "gui/inspector/source_highlighter.h"
#include "gui/models/content_words.h"
#include "gui/models/exchange_facts.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

enum Side : int { Response, Request };

QToolButton* button(const QString& name, const QString& text, QWidget* parent) {
    auto* made = new QToolButton(parent);
    made->setObjectName(name);
    made->setText(text);
    made->setAutoRaise(true);
    return made;
}

}  // namespace

ContentPane::ContentPane(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    buildViews();
    layout->addWidget(stack_, 1);
    clear();
}

void ContentPane::buildBar() {
    side_ = new QComboBox(this);
    side_->setObjectName(QStringLiteral("contentSide"));
    side_->addItems({tr("Response"), tr("Request")});
    view_ = new QComboBox(this);
    view_->setObjectName(QStringLiteral("contentView"));
    decoded_ = new QCheckBox(tr("Decoded"), this);
    decoded_->setObjectName(QStringLiteral("contentDecoded"));
    decoded_->setChecked(true);
    facts_ = new QLabel(this);
    facts_->setObjectName(QStringLiteral("contentFacts"));
    facts_->setTextFormat(Qt::PlainText);
    facts_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    before_ = button(QStringLiteral("contentBefore"), tr("‹ Before"), this);
    after_ = button(QStringLiteral("contentAfter"), tr("More ›"), this);
    save_ = button(QStringLiteral("contentSave"), tr("Save as…"), this);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(8);
    for (QWidget* widget : {static_cast<QWidget*>(side_), static_cast<QWidget*>(view_),
                            static_cast<QWidget*>(decoded_)})
        bar->addWidget(widget);
    bar->addWidget(facts_, 1);
    for (QToolButton* one : {before_, after_, save_})
        bar->addWidget(one);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
    connect(side_, &QComboBox::activated, this, [this](int side) {
        choseRequest_ = side == Request;
        wanted_.reset();
        load(0);
    });
    connect(view_, &QComboBox::activated, this, [this](int index) {
        wanted_ = static_cast<ContentView>(view_->itemData(index).toInt());
        load(0);
    });
    connect(decoded_, &QCheckBox::toggled, this, [this] {
        wanted_.reset();
        load(0);
    });
    connect(before_, &QToolButton::clicked, this,
            [this] { load(offset_ > kTextPage ? offset_ - kTextPage : 0); });
    connect(after_, &QToolButton::clicked, this, [this] { load(offset_ + kTextPage); });
    connect(save_, &QToolButton::clicked, this, &ContentPane::save);
}

void ContentPane::buildViews() {
    stack_ = new QStackedWidget(this);
    empty_ = new QLabel(this);
    empty_->setObjectName(QStringLiteral("contentEmpty"));
    empty_->setTextFormat(Qt::PlainText);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setAutoFillBackground(true);
    empty_->setBackgroundRole(QPalette::Base);
    text_ = makePlainText(QStringLiteral("contentText"), this);
    highlighter_ = new SourceHighlighter(text_->document(), *this);
    json_ = new JsonPane(this);
    image_ = new ImagePane(this);
    connect(image_, &ImagePane::decoded, this, &ContentPane::shown);
    records_ = new RecordPane(QStringLiteral("contentRecords"), {tr("name"), tr("value")}, this);
    hex_ = new HexView(cases_, this);
    for (QWidget* view : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(text_),
                          static_cast<QWidget*>(json_), static_cast<QWidget*>(image_),
                          static_cast<QWidget*>(records_), static_cast<QWidget*>(hex_)})
        stack_->addWidget(view);
}

ContentPane::Message ContentPane::messageOf(const query::ExchangeDetail& detail, bool isRequest) {
    const auto& message = isRequest ? detail.request : detail.response;
    Message made;
    if (!message) return made;
    made.type = fieldValue(message->fields, "content-type").value_or("");
    made.transferred =
        (isRequest ? detail.row.requestBodyBytes : detail.row.responseBodyBytes).value_or(0);
    made.missing = isRequest ? detail.row.requestMissing : detail.row.responseMissing;
    if (message->content) {
        made.source = {*message->content,
                       fieldValue(message->fields, "content-encoding").value_or("")};
    }
    return made;
}

void ContentPane::showExchange(const query::ExchangeDetail& detail) {
    const auto before = current().source;
    request_ = messageOf(detail, true);
    response_ = messageOf(detail, false);
    // The message that has a content, where only one has.
    const bool hasOther =
        choseRequest_ ? response_.source.has_value() : request_.source.has_value();
    const bool isRequest = current().source || !hasOther ? choseRequest_ : !choseRequest_;
    side_->setCurrentIndex(isRequest ? Request : Response);
    // A growing case asks again and again: the place stays where nothing has changed.
    const bool isSame = before && current().source && *before == *current().source;
    load(isSame ? offset_ : 0);
}

void ContentPane::clear() {
    request_ = response_ = {};
    ++generation_;
    hex_->clear();
    say({});
}

const ContentPane::Message& ContentPane::current() const {
    return side_->currentIndex() == Request ? request_ : response_;
}

query::ContentSource ContentPane::source() const {
    query::ContentSource made = current().source.value_or(query::ContentSource{});
    if (!decoded_->isChecked()) made.coding.clear();
    return made;
}

void ContentPane::say(const QString& text) {
    empty_->setText(text);
    stack_->setCurrentWidget(empty_);
    facts_->clear();
    for (QWidget* one : {static_cast<QWidget*>(view_), static_cast<QWidget*>(decoded_),
                         static_cast<QWidget*>(before_), static_cast<QWidget*>(after_),
                         static_cast<QWidget*>(save_)})
        one->hide();
}

void ContentPane::load(std::uint64_t offset) {
    const std::uint64_t generation = ++generation_;
    if (!current().source) {
        const bool isRequest = side_->currentIndex() == Request;
        say(current().missing > 0 ? tr("%1 bytes of content were sent and not captured.")
                                        .arg(countText(current().missing))
            : isRequest ? tr("The request has no content.")
                        : tr("The response has no content."));
        Q_EMIT shown();
        return;
    }
    // Coded bytes are not of the type that they are coded from.
    const query::ContentSource chosen = source();
    const bool isCoded = chosen.coding != current().source->coding;
    const ContentQuestion question{chosen, isCoded ? std::string() : current().type, wanted_,
                                   offset};
    cases_.ask(
        Lane::DetailContent, this,
        [question](query::Case& opened) { return loadContent(opened, question); },
        [this, generation](base::Result<LoadedContent> loaded) {
            if (generation != generation_) return;
            if (loaded) {
                take(std::move(*loaded));
            } else {
                say(QString::fromStdString(loaded.error().message));
            }
            Q_EMIT shown();
        });
}

void ContentPane::takeViews(const LoadedContent& loaded) {
    if (loaded.offset == 0) {
        view_->clear();
        for (const ContentView view : loaded.views)
            view_->addItem(viewName(view), static_cast<int>(view));
    }
    view_->setCurrentIndex(view_->findData(static_cast<int>(loaded.view)));
    view_->show();
    decoded_->setVisible(!current().source->coding.empty());
    save_->show();
    const bool isText = loaded.view == ContentView::Text || loaded.view == ContentView::Source;
    const bool hasPages = isText && loaded.length > kTextPage;
    before_->setVisible(hasPages);
    after_->setVisible(hasPages);
    before_->setEnabled(loaded.offset > 0);
    after_->setEnabled(loaded.offset + loaded.pageBytes < loaded.length);
}

void ContentPane::take(LoadedContent loaded) {
    offset_ = loaded.offset;
    takeViews(loaded);
    const std::string coding = decoded_->isChecked() ? current().source->coding : std::string();
    facts_->setText(contentFactsText(loaded, {current().transferred, current().missing, coding}));
    switch (loaded.view) {
        case ContentView::Json:
            json_->show(std::move(loaded.outline));
            return stack_->setCurrentWidget(json_);
        case ContentView::Image:
            image_->show(loaded.image);
            return stack_->setCurrentWidget(image_);
        case ContentView::Form:
        case ContentView::Token:
            records_->setRecords(std::move(loaded.records));
            return stack_->setCurrentWidget(records_);
        case ContentView::Hex:
            hex_->show(source(), loaded.length);
            return stack_->setCurrentWidget(hex_);
        default:
            break;
    }
    highlighter_->setLanguage(loaded.view == ContentView::Source ? loaded.language
                                                                 : SourceLanguage::None);
    if (text_->toPlainText() != loaded.text.text) text_->setPlainText(loaded.text.text);
    stack_->setCurrentWidget(text_);
}

void ContentPane::save() {
    if (!current().source) return;
    const query::ContentSource chosen = source();
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the content as"));
    if (path.isEmpty()) return;
    saveContent(cases_, this, chosen, path, [this, path](const QString& problem) {
        facts_->setText(problem.isEmpty() ? tr("Saved as %1").arg(path)
                                          : tr("! Not saved: %1").arg(problem));
    });
}

QByteArray ContentPane::saveState() const {
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << choseRequest_ << decoded_->isChecked() << (wanted_ ? static_cast<int>(*wanted_) : -1);
    return state;
}

void ContentPane::restoreState(const QByteArray& state) {
    QDataStream in(state);
    bool choseRequest = false;
    bool isDecoded = true;
    int wanted = -1;
    in >> choseRequest >> isDecoded >> wanted;
    if (in.status() != QDataStream::Ok) return;
    choseRequest_ = choseRequest;
    side_->setCurrentIndex(choseRequest ? Request : Response);
    decoded_->setChecked(isDecoded);
    wanted_.reset();
    if (wanted >= 0 && wanted <= static_cast<int>(ContentView::Hex))
        wanted_ = static_cast<ContentView>(wanted);
}

}  // namespace hark::gui
