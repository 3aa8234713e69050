import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files against veraPDF's own profiles, many files in one start.
 *
 * <p>Arguments: the flavours, comma separated ("3a,ua1"), then the files. For each broken rule one line
 * "FAIL, file, flavour, clause-test, times, message" (tab separated), and for each file and flavour one line
 * "DONE, file, flavour, checks made, true or false", so that a check that never ran can't pass for a good one.
 *
 * <p>The profiles are read with the JDK's XML parser: veraPDF's reader needs a JAXB runtime, which neither
 * the JDK nor the jar has.
 */
public class Validate {
    private static final int SHOWN_PER_RULE = 3;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String id : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            ValidationProfile profile = profile(flavour);
            for (int i = 1; i < arguments.length; i++) {
                check(arguments[i], id, flavour, profile);
            }
        }
    }

    private static void check(String file, String id, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator =
                        ValidatorFactory.createValidator(profile, Integer.MAX_VALUE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            report(file, id, result);
            print("DONE", file, id, String.valueOf(result.getTotalAssertions()),
                    String.valueOf(result.isCompliant()));
        } catch (ModelParsingException | EncryptedPdfException broken) {
            print("FAIL", file, id, "unreadable", "1", String.valueOf(broken.getMessage()));
            print("DONE", file, id, "0", "false");
        }
    }

    private static void report(String file, String id, ValidationResult result) {
        Map<String, List<String>> messages = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                messages.computeIfAbsent(rule, key -> new ArrayList<>()).add(
                        assertion.getErrorMessage() + " at " + assertion.getLocation().getContext());
            }
        }
        messages.forEach((rule, found) -> print("FAIL", file, id, rule, String.valueOf(found.size()),
                String.join("; ", found.subList(0, Math.min(SHOWN_PER_RULE, found.size())))));
    }

    private static void print(String... fields) {
        List<String> clean = new ArrayList<>();
        for (String field : fields) {
            clean.add(field.replaceAll("\\s+", " "));
        }
        byte[] line = (String.join("\t", clean) + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    /** Reads the profile of one flavour, e.g. PDFA-3A.xml or PDFUA-1.xml. */
    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String name = flavour.name().replaceFirst("_", "-").replace("_", "") + ".xml";
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream stream = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name)) {
            Element root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : all(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                        variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour,
                    Profiles.profileDetailsFromValues(name, name, "veraPDF Consortium", new Date(0)), "",
                    rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        Element error = all(rule, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        ErrorDetails details = Profiles.errorFromValues(text(error, "message"), arguments);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(specification(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"), details, List.of());
    }

    private static PDFAFlavour.Specification specification(String id) {
        for (PDFAFlavour.Specification specification : PDFAFlavour.Specification.values()) {
            if (specification.name().equals(id) || specification.getId().equals(id)) {
                return specification;
            }
        }
        throw new IllegalArgumentException(id);
    }

    private static String text(Element parent, String name) {
        List<Element> found = all(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagNameNS("*", name);
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            found.add((Element) node);
        }
        return found;
    }
}
