package dev.freshet.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The picture of the house, kept true. */
@AnalyzeClasses(packages = "dev.freshet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] DRIVERS = {
        "org.apache.kafka..", "java.sql..", "javax.sql..", "io.lettuce..", "org.springframework..", "io.debezium.."
    };

    @ArchTest
    static final ArchRule rolesDoNotKnowEachOther = slices().matching(
                    "dev.freshet.(capture|invalidation|statistics|upkeep|console)..")
            .should()
            .notDependOnEachOther()
            .because("roles may run in processes of their own: let them talk through Kafka, PostgreSQL, Redis or HTTP");

    @ArchTest
    static final ArchRule librariesDoNotKnowRoles = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.freshet.rules..",
                    "dev.freshet.cache..",
                    "dev.freshet.events..",
                    "dev.freshet.migration..",
                    "dev.freshet.refusal..",
                    "dev.freshet.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.freshet.capture..",
                    "dev.freshet.invalidation..",
                    "dev.freshet.statistics..",
                    "dev.freshet.console..",
                    "dev.freshet.app..")
            .because("dependencies run schemas <- libraries <- roles <- application: move what both need downwards");

    @ArchTest
    static final ArchRule nobodyKnowsTheApplication = noClasses()
            .that()
            .resideOutsideOfPackage("dev.freshet.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.freshet.app..")
            .because("the application only composes: give the bean to the role through its constructor");

    @ArchTest
    static final ArchRule theDecisionKnowsNoDriver = noClasses()
            .that()
            .resideInAPackage("dev.freshet.rules")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DRIVERS)
            .because(
                    "which entries a change makes stale is plain Java: let a class beside the decision do the talking");

    @ArchTest
    static final ArchRule theReadSideKnowsNoConsumerAndNoEngine = noClasses()
            .that()
            .resideInAPackage("dev.freshet.cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.clients.consumer..", "io.debezium..", "org.springframework.kafka..")
            .because("applications add the library: it brings neither Kafka consumers nor Debezium along");

    @ArchTest
    static final ArchRule onlyCaptureKnowsDebezium = noClasses()
            .that()
            .resideOutsideOfPackage("dev.freshet.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..")
            .because("all others read changes from Kafka");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.freshet.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package is a feature: move the shared type to the one that owns it");

    @ArchTest
    static final ArchRule noFieldIsInjected = fields().should()
            .notBeAnnotatedWith(Autowired.class)
            .andShould()
            .notBeAnnotatedWith(Value.class)
            .because("dependencies and settings come in through the constructor, into final fields");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = ArchRuleDefinition.classes()
            .should(resideInANullMarkedPackage())
            .because("null is said only where @Nullable stands: add a package-info.java with @NullMarked");

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaPackage home = type.getPackage();
                boolean marked = home.tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " is in package " + home.getName()));
            }
        };
    }
}
