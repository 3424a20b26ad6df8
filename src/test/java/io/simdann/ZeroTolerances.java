package io.simdann;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds JUnit's assertions with a tolerance of 0, written as a literal or as a constant of the same
 * file. They take −0 for +0: {@code abs(expected − actual) <= 0}.
 */
final class ZeroTolerances extends TreeScanner<Void, Void> {
  private static final Set<String> ASSERTIONS = Set.of("assertArrayEquals", "assertEquals");

  private final CompilationUnitTree unit;
  private final Set<String> zeroConstants = new HashSet<>();
  private final List<MethodInvocationTree> calls = new ArrayList<>();

  private ZeroTolerances(CompilationUnitTree unit) {
    this.unit = unit;
  }

  /** The assertions of source files: each as its file's name and the call. */
  static List<String> in(Iterable<? extends JavaFileObject> sources) throws IOException {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, sources);
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      ZeroTolerances tolerances = new ZeroTolerances(unit);
      tolerances.scan(unit, null);
      found.addAll(tolerances.found());
    }
    return found;
  }

  private List<String> found() {
    return calls.stream()
        .filter(call -> isZero(call.getArguments().get(2)))
        .map(call -> unit.getSourceFile().getName() + ": " + call)
        .toList();
  }

  @Override
  public Void visitVariable(VariableTree variable, Void nothing) {
    boolean constant =
        variable.getModifiers().getFlags().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL));
    if (constant && variable.getInitializer() != null && isZero(variable.getInitializer())) {
      zeroConstants.add(variable.getName().toString());
    }
    return super.visitVariable(variable, nothing);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    if (call.getArguments().size() > 2 && ASSERTIONS.contains(name(call.getMethodSelect()))) {
      calls.add(call);
    }
    return super.visitMethodInvocation(call, nothing);
  }

  private static String name(Tree method) {
    return method instanceof MemberSelectTree member
        ? member.getIdentifier().toString()
        : method.toString();
  }

  private boolean isZero(ExpressionTree value) {
    if (value instanceof LiteralTree literal) {
      return literal.getValue() instanceof Number number && number.doubleValue() == 0;
    } else if (value instanceof IdentifierTree identifier) {
      return zeroConstants.contains(identifier.getName().toString());
    } else if (value instanceof UnaryTree unary) {
      return isZero(unary.getExpression());
    } else if (value instanceof TypeCastTree cast) {
      return isZero(cast.getExpression());
    }
    return value instanceof ParenthesizedTree parentheses && isZero(parentheses.getExpression());
  }
}
