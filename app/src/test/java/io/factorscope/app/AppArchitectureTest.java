package io.factorscope.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import javafx.application.Platform;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/// The walls of the window's half of the house.
class AppArchitectureTest {
    private static final String BASE = "io.factorscope.app.";
    private static final List<String> SCREENS =
            List.of("start", "factors", "tree", "steer", "compare", "evaluate", "settings");
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.factorscope.app");

    @Test
    void theWindowNeverTouchesTheNativeEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "org.nd4j..")
                .check(CLASSES);
    }

    @Test
    void onlyTaskGoesToTheFxThread() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "task..")
                .should()
                .callMethod(Platform.class, "runLater", Runnable.class)
                .check(CLASSES);
    }

    @Test
    void onlyTaskMakesThreads() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + "task..", BASE + "cli..")
                .should()
                .callMethodWhere(target(name("start")).and(target(owner(isThread()))))
                .orShould()
                .callConstructorWhere(target(owner(isThread())))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class, ForkJoinPool.class)
                .check(CLASSES);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> isThread() {
        return JavaClass.Predicates.assignableTo(Thread.class)
                .or(JavaClass.Predicates.assignableTo(Thread.Builder.class));
    }

    @Test
    void viewModelsKnowNoNodes() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx.scene..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void screensDoNotKnowEachOther() {
        for (String screen : SCREENS) {
            String[] others =
                    SCREENS.stream()
                            .filter(other -> !other.equals(screen))
                            .map(other -> BASE + other + "..")
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(BASE + screen + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void controlsKnowNothingOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "control..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.factorscope.core..")
                .check(CLASSES);
    }
}
