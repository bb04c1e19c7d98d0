package io.factorscope.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The walls of the house: each package may use only the ones before it.
class ArchitectureTest {
    private static final String BASE = "io.factorscope.core.";
    private static final List<String> ORDER =
            List.of(
                    "job",
                    "store",
                    "net",
                    "tensor",
                    "text",
                    "hook",
                    "model",
                    "activation",
                    "factorization",
                    "concept",
                    "steering",
                    "judge",
                    "experiment",
                    "project");
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.factorscope.core");

    @Test
    void packagesUseOnlyTheOnesBeforeThem() {
        for (int i = 0; i < ORDER.size(); i++) {
            for (int later = i + 1; later < ORDER.size(); later++) {
                noClasses()
                        .that()
                        .resideInAPackage(BASE + ORDER.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(BASE + ORDER.get(later) + "..")
                        .check(CLASSES);
            }
        }
    }

    @Test
    void theEngineKnowsNoToolkit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..")
                .check(CLASSES);
    }

    @Test
    void onlyTheInnerPackagesTouchTheNativeEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "job..",
                        BASE + "store..",
                        BASE + "net..",
                        BASE + "hook..",
                        BASE + "activation..",
                        BASE + "concept..",
                        BASE + "steering..",
                        BASE + "judge..",
                        BASE + "experiment..",
                        BASE + "project..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
    }
}
