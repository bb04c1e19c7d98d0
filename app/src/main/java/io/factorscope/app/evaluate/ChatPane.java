package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;

/// The chat service, and who describes and judges.
final class ChatPane extends VBox {
    private final NewRun run;
    private final ChatForm form;

    ChatPane(NewRun run) {
        super(12);
        this.run = run;
        this.form = run.chat();
        Node descriptions = descriptions();
        Node judge = judge();
        getChildren().addAll(service(), descriptions, judge);
        Runnable show =
                () -> {
                    FormPane.shown(descriptions, form.describes(run.use()));
                    FormPane.shown(judge, run.use().steers());
                };
        show.run();
        run.onChange(show);
    }

    private Node service() {
        ComboBox<ServiceKind> who =
                Fields.choice(form.service, ServiceKind.values(), ServiceKind::words);
        who.setItems(run.services().kinds());
        who.setId("service");
        Tips.install(who, Words.of("evaluate.service-tip"));
        Label missing = FormPane.why("");
        missing.setId("missing-keys");
        missing.textProperty().bind(run.services().missingProperty());
        FlowPane chat =
                Fields.wrapping(
                        Fields.field(
                                Words.of("evaluate.chat-model"),
                                Words.of("evaluate.chat-model-tip"),
                                form.model,
                                14,
                                "chat-model"),
                        Fields.field(
                                Words.of("evaluate.address"),
                                Words.of("evaluate.address-tip"),
                                form.base,
                                20,
                                "chat-base"),
                        Fields.field(
                                Words.of("evaluate.calls-at-most"),
                                Words.of("evaluate.calls-tip"),
                                form.calls,
                                6,
                                "calls"),
                        Fields.field(
                                Words.of("evaluate.price"),
                                Words.of("evaluate.price-tip"),
                                form.price,
                                6,
                                "price"),
                        Fields.check(
                                Words.of("evaluate.agree"),
                                Words.of("evaluate.agree-tip"),
                                form.agreed));
        form.service.subscribe(kind -> {
            FormPane.shown(chat, kind != ServiceKind.NONE);
            FormPane.shown(chat.getChildren().get(1), kind == ServiceKind.COMPATIBLE);
            FormPane.shown(chat.getChildren().getLast(), kind.paid());
        });
        missing.textProperty().subscribe(text -> FormPane.shown(missing, !text.isEmpty()));
        HBox named = Fields.named(Words.of("evaluate.service"), who);
        return new VBox(8, named, chat, missing);
    }

    private Node descriptions() {
        ComboBox<ChatForm.Descriptions> from =
                Fields.choice(form.descriptions, ChatForm.Descriptions.values(), ChatPane::words);
        from.setItems(form.describers());
        from.setId("descriptions");
        Tips.install(from, Words.of("evaluate.descriptions-tip"));
        TextField file = new TextField();
        file.setId("descriptions-file");
        file.setPrefColumnCount(18);
        file.setAccessibleText(Words.of("evaluate.descriptions-file"));
        file.setPromptText(Words.of("evaluate.descriptions-file"));
        file.textProperty().bindBidirectional(form.file);
        Tips.install(file, Words.of("evaluate.descriptions-file-tip"));
        Button browse = Buttons.text(Words.of("evaluate.browse"), this::chooseFile);
        browse.setId("browse-descriptions");
        browse.setMinWidth(USE_PREF_SIZE);
        HBox box = new HBox(8, file, browse);
        box.getStyleClass().add("row");
        form.descriptions.subscribe(now -> FormPane.shown(box, now == ChatForm.Descriptions.FILE));
        return Fields.wrapping(Fields.named(Words.of("evaluate.descriptions"), from), box);
    }

    private static String words(ChatForm.Descriptions from) {
        return switch (from) {
            case TOKENS -> Words.of("evaluate.by-tokens");
            case CHAT -> Words.of("evaluate.by-chat");
            case FILE -> Words.of("evaluate.by-file");
        };
    }

    private void chooseFile() {
        FileDialogs.open(
                this,
                Words.of("evaluate.choose-descriptions"),
                List.of(),
                chosen -> form.file.set(chosen.toString()));
    }

    private Node judge() {
        ComboBox<JudgeKind> who = Fields.choice(form.judge, JudgeKind.values(), JudgeKind::words);
        who.setItems(form.judges());
        who.setId("judge");
        Tips.install(who, Words.of("evaluate.judge-tip"));
        return Fields.named(Words.of("evaluate.judge"), who);
    }
}
