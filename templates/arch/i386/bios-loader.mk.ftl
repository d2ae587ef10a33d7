[#import "/arch/x86/bios-loader.mk.ftl" as x86]
[#macro assemble block object]
[@x86.assemble block=block object=object /]
[/#macro]
