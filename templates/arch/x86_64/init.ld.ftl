[#assign loadAddress = "0x400000"]
[#include "/init/init.ld.ftl"]
