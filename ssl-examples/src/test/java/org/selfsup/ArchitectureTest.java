package org.selfsup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, over all modules. */
class ArchitectureTest {

    /** Core's packages, each standing on those before it. */
    private static final List<String> CORE =
            List.of(
                    "engine", "data", "cluster", "augment", "encoder", "loss", "train", "eval",
                    "report");

    private static final List<String> FAMILIES =
            List.of("generative", "contrastive", "adversarial");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("org.selfsup");

    @Test
    void corePackagesStandOnThoseBeforeThem() {
        for (int i = 0; i < CORE.size(); i++) {
            String[] later =
                    CORE.subList(i + 1, CORE.size()).stream()
                            .map(ArchitectureTest::in)
                            .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(in(CORE.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void evaluationSeesEncodersAndDataButNoMethod() {
        noClasses()
                .that()
                .resideInAnyPackage(in("eval"), in("report"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("train"), in("loss"))
                .check(CLASSES);
    }

    @Test
    void coreKnowsNoFamilyAndFamiliesNotOneAnother() {
        for (String from : FAMILIES) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(in(from), in("examples"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(in(from))
                    .check(CLASSES);
        }
        noClasses()
                .that()
                .resideOutsideOfPackage(in("examples"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("examples"))
                .check(CLASSES);
    }

    @Test
    void onlyTheEnginePackageTouchesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("engine"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.selfsup.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void concreteClassesAreFinal() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .areNotEnums()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    private static String in(String name) {
        return "org.selfsup." + name + "..";
    }
}
