# The kernel options of the recipe, on top of [=kernel.base].
# Source: [=kernel.origin], Linux [=kernel.release]
# Identity: [=kernel.identity]
[#list kernel.options as line]
[=line]
[/#list]
